import { serveParts } from './worker-parts.ts';

serveParts();
