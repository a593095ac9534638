export { readZip, type ZipLimits, type ZipMember } from './zip/read-zip.ts';
