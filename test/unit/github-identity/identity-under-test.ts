import { isCoded, type CodedError } from '@sallyport/errors';
import {
  proveIdentity,
  readRunFacts,
  type Claims,
  type Identity,
  type IdentityRequest,
} from '@sallyport/github-identity';
import { createGitHubTwin, type GitHubTwin, type GitHubTwinOptions } from '../../twins/github/index.ts';
import { createMemoryClient } from '../../twins/memory-client.ts';

/** A fixed moment; sleeping moves it on. */
export function createTestClock(start = Date.UTC(2026, 10, 24, 12)): {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  readonly slept: number[];
} {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

export interface Trial {
  readonly twin: GitHubTwin;
  readonly tokens: readonly string[];
  readonly clock: ReturnType<typeof createTestClock>;
  readonly client: ReturnType<typeof createMemoryClient>;
  prove(changes?: Partial<IdentityRequest>): Promise<Identity>;
}

/** A job whose requests go to a twin in memory. */
export function setUp(options: GitHubTwinOptions = {}): Trial {
  const clock = createTestClock();
  const twin = createGitHubTwin('http://127.0.0.1:4711', { issuerForm: 'github.com', clock, ...options });
  const client = createMemoryClient(twin);
  const tokens: string[] = [];
  return {
    twin,
    tokens,
    clock,
    client,
    prove: (changes = {}) =>
      proveIdentity(
        {
          endpoint: twin.endpoint,
          audience: 'sts.amazonaws.com',
          facts: readRunFacts(twin.environment, twin.scenario.event),
          onToken: (jwt) => tokens.push(jwt),
          ...changes,
        },
        { http: client, clock },
      ),
  };
}

export async function refusalOf(action: () => unknown): Promise<CodedError> {
  try {
    await action();
  } catch (error) {
    if (isCoded(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

/** The claims of a token of the twin, for tests that start after the proof. */
export function claimsOf(options: GitHubTwinOptions = {}): Claims {
  const payload = setUp(options).twin.mint('sts.amazonaws.com').split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
}
