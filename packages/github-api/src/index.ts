export {
  createGitHubApi,
  type Data,
  type GitHubApi,
  type GitHubApiOptions,
  type ListRoute,
  type Parameters,
  type Route,
} from './api.ts';
export type { ItemOf } from './paging.ts';
