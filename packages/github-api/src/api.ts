import type { Endpoints } from '@octokit/types';
import { failure, isCoded, type CodedError } from '@sallyport/errors';
import type { Clock, StreamedResponse, StreamingHttpClient } from '@sallyport/http';
import { explainDownload, explainStatus } from './explain-status.ts';
import { createOctokit } from './octokit.ts';
import { readItems, readNextPage, type ItemOf } from './paging.ts';

export interface GitHubApiOptions {
  /** The token of the job, of an App or of a person. */
  readonly token: string;
  /** GITHUB_API_URL: `https://api.github.com`, `https://api.NAME.ghe.com`, `https://HOST/api/v3`. */
  readonly baseUrl: string;
  readonly http: StreamingHttpClient;
  readonly clock: Clock;
  readonly userAgent?: string;
  /** Pages after which a list is refused. Default 100, i.e. 10,000 items. */
  readonly maxPages?: number;
}

/** A route as docs.github.com/rest writes it, such as `GET /repos/{owner}/{repo}/actions/runs`. */
export type Route = keyof Endpoints;
export type ListRoute = Extract<Route, `GET ${string}`>;
export type Parameters<R extends Route> = Endpoints[R]['parameters'];
export type Data<R extends Route> = Endpoints[R]['response']['data'];

/** Every method throws CodedError `github-api/*` for what is no success, and `http/*` for what is no answer. */
export interface GitHubApi {
  request<R extends Route>(route: R, parameters: Parameters<R>): Promise<Data<R>>;
  /**
   * All items of a list, page by page, 100 each unless `per_page` says otherwise; whoever has enough just stops reading.
   * @throws CodedError `github-api/too-many-pages`: a list is never cut off silently.
   */
  items<R extends ListRoute>(
    route: R,
    parameters: Parameters<R>,
  ): AsyncGenerator<ItemOf<Data<R>>, void, undefined>;
  /** `items` in one array. */
  list<R extends ListRoute>(route: R, parameters: Parameters<R>): Promise<readonly ItemOf<Data<R>>[]>;
  /**
   * The address that a download endpoint (logs, artifacts, archives) redirects to. It carries its own short-lived signature,
   * which makes it a secret; it lives for about a minute.
   */
  locate<R extends ListRoute>(route: R, parameters: Parameters<R>): Promise<string>;
  /** Locates and opens a download: the token is not sent to where it lies. */
  download<R extends ListRoute>(
    route: R,
    parameters: Parameters<R>,
    maxBytes: number,
  ): Promise<StreamedResponse>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/**
 * Makes the GitHub client of one step.
 * @throws CodedError `github-api/invalid-address`, `github-api/unauthorized` where the token is empty,
 *   `github-api/event-invalid`, `http/proxy-invalid`.
 */
export async function createGitHubApi(options: GitHubApiOptions): Promise<GitHubApi> {
  const octokit = await createOctokit(options);
  const { maxPages = 100, http } = options;

  async function ask(route: string, parameters: object): Promise<Answer> {
    refuseDotSegments(route, parameters);
    try {
      return (await octokit.request(route, { ...parameters })) as Answer;
    } catch (error) {
      throw explain(route, error);
    }
  }

  async function askForData(route: string, parameters: object): Promise<Answer> {
    const answer = await ask(route, parameters);
    if (answer.status >= 300) throw explainStatus(route, answer);
    return answer;
  }

  async function* readPages(
    route: string,
    parameters: object,
  ): AsyncGenerator<readonly unknown[], void, undefined> {
    let position: object = {};
    for (let page = 1; page <= maxPages; page += 1) {
      const { data, headers } = await askForData(route, { per_page: 100, ...parameters, ...position });
      const items = readItems(data);
      if (items === undefined)
        throw failure('github-api/unexpected', { what: `\`${route}\` did not give a list.` });
      yield items;
      const next = readNextPage(headers['link']);
      if (next === undefined) return;
      position = next;
    }
    throw failure('github-api/too-many-pages', { what: `\`${route}\` has more than ${maxPages} pages.` });
  }

  async function locate(route: string, parameters: object): Promise<string> {
    const answer = await ask(route, parameters);
    const { location } = answer.headers;
    if (answer.status !== 302 || location === undefined) throw explainStatus(route, answer);
    return location;
  }

  return {
    request: async (route, parameters) => (await askForData(route, parameters)).data,
    async *items(route, parameters) {
      for await (const page of readPages(route, parameters)) yield* page as never[];
    },
    list: async (route, parameters) => {
      const pages: unknown[][] = [];
      for await (const page of readPages(route, parameters)) pages.push([...page]);
      return pages.flat() as never;
    },
    locate,
    download: async (route, parameters, maxBytes) => {
      const url = await locate(route, parameters);
      const answer = await http.open({
        method: 'GET',
        url,
        repeat: 'always',
        peer: "GitHub's file store",
        maxBytes,
      });
      if (answer.status === 200) return answer;
      answer.discard();
      throw explainDownload(route, answer.status);
    },
  };
}

/** Octokit percent-encodes values but for dots, and a URL drops what `..` follows: the token would ask something else. */
function refuseDotSegments(route: string, parameters: object): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (route.includes(`{${name}}`) && ['.', '..'].includes(String(value))) {
      throw failure('github-api/invalid-request', {
        what: `\`${name}\` of \`${route}\` must not be "${value}".`,
      });
    }
  }
}

/** Octokit wraps whatever our fetch throws; its own error holds the request and is never passed on. */
function explain(route: string, error: unknown): CodedError {
  const { cause, response } = error as { readonly cause?: unknown; readonly response?: Answer };
  if (isCoded(cause)) return cause;
  if (response !== undefined) return explainStatus(route, response);
  return failure('github-api/unexpected', { what: `\`${route}\` could not be asked.` });
}
