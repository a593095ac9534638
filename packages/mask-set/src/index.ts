export {
  masksFor,
  masksForAll,
  type MaskEntry,
  type MaskOptions,
  type MaskSet,
  type Skipped,
} from './mask-set.ts';
export { runnerEncoders, searchedFor, type RunnerEncoder } from './runner-encoders.ts';
