import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createHttpClient,
  startDeadline,
  type AttemptReport,
  type HttpRequest,
  type Repeat,
} from '@sallyport/http';
import {
  findClosedPort,
  startFaultServer,
  type Behaviour,
  type FaultServer,
} from '../../twins/http-faults.ts';
import { everyText, rejectionOf } from './every-text.ts';
import { createInstantClock, type InstantClock } from './instant-clock.ts';
import { createManualTimers, until, type ManualTimers } from './manual-timers.ts';

const secrets = ['header', 'query', 'body', 'path', 'answer'].map((place) =>
  ['very', 'secret', place].join('-'),
);
const [headerSecret, querySecret, bodySecret, pathSecret, answerSecret] = secrets;

let server: FaultServer;
let clock: InstantClock;
let reports: AttemptReport[];
let timers: ManualTimers;

beforeEach(async () => {
  server = await startFaultServer();
  clock = createInstantClock();
  reports = [];
  timers = createManualTimers();
});

afterEach(async () => {
  await server.close();
});

function createClient() {
  return createHttpClient({
    deadline: startDeadline(clock, 60),
    clock,
    random: () => 0.5,
    startTimer: timers.startTimer,
    onAttempt: (report) => reports.push(report),
  });
}

function secretRequest(repeat: Repeat, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url: `${server.origin}/${pathSecret}?token=${querySecret}`,
    headers: { authorization: `Bearer ${headerSecret}` },
    body: `jwt=${bodySecret}`,
    repeat,
    peer: 'the token endpoint',
    maxBytes: 1000,
    ...more,
  };
}

/** Lets the limit of each attempt go off as soon as its request has arrived. */
async function timeOut(attempts: number): Promise<void> {
  for (let count = 1; count <= attempts; count += 1) {
    await until(() => server.requests.length === count);
    timers.fire();
  }
}

const silent: Behaviour = { does: 'stay-silent' };
const reset: Behaviour = { does: 'reset' };
const truncate: Behaviour = { does: 'truncate' };

/** `always` and `unless-acted`: how often the request arrives when the same happens every time. */
const rows: readonly {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly code: string;
  readonly text: string;
  readonly always: number;
  readonly unlessActed: number;
}[] = [
  {
    name: 'reset',
    behaviour: reset,
    code: 'http/reset',
    text: 'closed the connection',
    always: 6,
    unlessActed: 1,
  },
  { name: 'silent', behaviour: silent, code: 'http/timeout', text: 'within 10 s', always: 6, unlessActed: 1 },
  {
    name: 'slow drip',
    behaviour: { does: 'drip' },
    code: 'http/timeout',
    text: 'within 10 s',
    always: 6,
    unlessActed: 1,
  },
  {
    name: 'truncated',
    behaviour: truncate,
    code: 'http/truncated',
    text: 'mid-answer',
    always: 6,
    unlessActed: 1,
  },
  {
    name: 'oversized, announced',
    behaviour: { does: 'flood', bytes: 10_000_000, announced: true },
    code: 'http/too-large',
    text: 'larger than 1000 bytes',
    always: 1,
    unlessActed: 1,
  },
  {
    name: 'oversized, not announced',
    behaviour: { does: 'flood', bytes: 10_000_000, announced: false },
    code: 'http/too-large',
    text: 'larger than 1000 bytes',
    always: 1,
    unlessActed: 1,
  },
  {
    name: 'not HTTP',
    behaviour: { does: 'babble' },
    code: 'http/malformed',
    text: 'HTTP',
    always: 1,
    unlessActed: 1,
  },
  {
    name: 'compressed',
    behaviour: { does: 'answer', headers: { 'content-encoding': 'gzip' }, body: answerSecret ?? '' },
    code: 'http/encoded',
    text: 'compressed',
    always: 1,
    unlessActed: 1,
  },
];

describe('a fault that stays', () => {
  describe.each(['always', 'unless-acted', 'never'] as const)('repeat: %s', (repeat) => {
    test.each(rows)('$name: $code', async ({ behaviour, code, text, always, unlessActed }) => {
      server.plan(...Array.from({ length: 10 }, () => behaviour));
      const client = createClient();
      const sending = rejectionOf(client.send(secretRequest(repeat)));
      const arrived = { always, 'unless-acted': unlessActed, never: 1 }[repeat];
      if (code === 'http/timeout') await timeOut(arrived);
      const error = await sending;
      client.close();
      expect(error).toMatchObject({ code, what: expect.stringContaining(text) });
      expect(error).toMatchObject({
        what: expect.stringMatching(/the token endpoint \(127\.0\.0\.1:\d+\)/i),
      });
      expect(server.requests).toHaveLength(arrived);
      expect(clock.sleeps).toHaveLength(arrived - 1);
      expect(error).toMatchObject({ details: arrived > 1 ? `Tried ${arrived} times.` : undefined });
      for (const secret of secrets) expect(everyText(error) + JSON.stringify(reports)).not.toContain(secret);
    });
  });
});

describe('a connection that never opens', () => {
  test.each([
    ['always', 6],
    ['unless-acted', 6],
    ['never', 1],
  ] as const)('refused, repeat %s: tried %i times', async (repeat, tries) => {
    const port = await findClosedPort();
    const client = createClient();
    const error = await rejectionOf(client.send(secretRequest(repeat, { url: `http://127.0.0.1:${port}/` })));
    expect(error).toMatchObject({
      code: 'http/refused',
      what: `The token endpoint (127.0.0.1:${port}) refused the connection.`,
    });
    expect(reports.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: tries }, () => 'http/refused'),
    );
  });

  test('a name that does not exist', async () => {
    const client = createClient();
    const url = `https://nowhere.invalid/${pathSecret}`;
    const error = await rejectionOf(client.send(secretRequest('always', { url })));
    expect(error).toMatchObject({ code: 'http/dns', what: expect.stringContaining('(nowhere.invalid)') });
    expect(everyText(error)).not.toContain(pathSecret);
  });
});

describe('a fault that passes', () => {
  const healthyAfter: readonly [string, readonly Behaviour[]][] = [
    ['500', [{ does: 'answer', status: 500 }]],
    [
      '503 twice',
      [
        { does: 'answer', status: 503 },
        { does: 'answer', status: 503 },
      ],
    ],
    ['429', [{ does: 'answer', status: 429 }]],
    ['reset', [reset]],
    ['truncated', [truncate]],
  ];
  test.each(healthyAfter)('%s, then healthy', async (_name, behaviours) => {
    server.plan(...behaviours);
    const client = createClient();
    const response = await client.send(secretRequest('always'));
    client.close();
    expect(response.status).toBe(200);
    expect(server.requests).toHaveLength(behaviours.length + 1);
    expect(new Set(server.requests.map(({ body }) => body))).toEqual(new Set([`jwt=${bodySecret}`]));
  });
});

test('one silent answer, then healthy', async () => {
  server.plan(silent);
  const client = createClient();
  const sending = client.send(secretRequest('always'));
  await timeOut(1);
  expect(await sending).toMatchObject({ status: 200 });
  client.close();
  expect(server.requests).toHaveLength(2);
  expect(timers.running()).toBe(0);
});

describe('an answer with any status', () => {
  const statuses: readonly [number, number, number][] = [
    [200, 1, 1],
    [301, 1, 1],
    [307, 1, 1],
    [400, 1, 1],
    [403, 1, 1],
    [404, 1, 1],
    [412, 1, 1],
    [429, 6, 6],
    [500, 6, 1],
    [501, 1, 1],
    [502, 6, 1],
    [503, 6, 6],
    [504, 6, 1],
  ];
  test.each(statuses)(
    '%i arrives %i times (always), %i times (unless-acted)',
    async (status, always, unlessActed) => {
      for (const [repeat, times] of [
        ['always', always],
        ['unless-acted', unlessActed],
        ['never', 1],
      ] as const) {
        const before = server.requests.length;
        server.plan(
          ...Array.from({ length: times }, (): Behaviour => ({ does: 'answer', status, body: 'said' })),
        );
        const client = createClient();
        const response = await client.send(secretRequest(repeat));
        client.close();
        expect(response.status).toBe(status);
        expect(Buffer.from(response.body).toString()).toBe('said');
        expect(server.requests.length - before).toBe(times);
      }
    },
  );

  test('412 is repeated where the caller says that it is transient', async () => {
    server.plan({ does: 'answer', status: 412 });
    const client = createClient();
    const isTransient = ({ status }: { status: number }) => status === 412;
    const response = await client.send(secretRequest('unless-acted', { isTransient }));
    client.close();
    expect(response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test('a redirect is an answer; nobody else gets the token', async () => {
    const other = await startFaultServer();
    server.plan({ does: 'answer', status: 302, headers: { location: `${other.origin}/` } });
    const client = createClient();
    const response = await client.send(secretRequest('always'));
    client.close();
    await other.close();
    expect(response).toMatchObject({ status: 302, headers: { location: `${other.origin}/` } });
    expect(other.requests).toEqual([]);
  });
});

describe('what a request is made of', () => {
  test('arrives as given, uncompressed, under the given user agent, on one kept-alive connection', async () => {
    const client = createHttpClient({ deadline: startDeadline(clock, 60), clock, userAgent: 'sallyport/1' });
    await client.send(secretRequest('never'));
    await client.send({ method: 'GET', url: `${server.origin}/l?list=true`, repeat: 'always', peer: 'it' });
    client.close();
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        path: `/${pathSecret}?token=${querySecret}`,
        body: `jwt=${bodySecret}`,
        headers: {
          'user-agent': 'sallyport/1',
          'accept-encoding': 'identity',
          'content-length': '20',
          authorization: `Bearer ${headerSecret}`,
        },
        connection: 1,
      },
      { method: 'GET', path: '/l?list=true', body: '', connection: 1 },
    ]);
  });

  test('a line break in a header is refused by name before anything is sent', async () => {
    const client = createClient();
    const headers = { 'X-Vault-Token': `${headerSecret}\r\nX-Vault-Namespace: root` };
    const error = await rejectionOf(client.send(secretRequest('always', { headers })));
    expect(error).toMatchObject({
      code: 'http/invalid-header',
      what: expect.stringContaining('`x-vault-token`'),
    });
    expect(everyText(error)).not.toContain(headerSecret);
    expect(server.requests).toEqual([]);
  });
});

describe('closing', () => {
  test('cuts off a request under way, and sends nothing after it', async () => {
    server.plan(silent);
    const client = createClient();
    const pending = rejectionOf(client.send(secretRequest('always')));
    await until(() => server.requests.length > 0);
    client.close();
    expect(await pending).toMatchObject({ code: 'http/closed' });
    expect(await rejectionOf(client.send(secretRequest('always')))).toMatchObject({ code: 'http/closed' });
    expect(server.requests).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
  });
});
