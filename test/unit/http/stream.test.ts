import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpClient, startDeadline, type StreamRequest } from '@sallyport/http';
import { startFaultServer, type Behaviour, type FaultServer } from '../../twins/http-faults.ts';
import { rejectionOf } from './every-text.ts';
import { createInstantClock } from './instant-clock.ts';
import { createManualTimers, type ManualTimers } from './manual-timers.ts';

let server: FaultServer;
let timers: ManualTimers;

beforeEach(async () => {
  server = await startFaultServer();
  timers = createManualTimers();
});

afterEach(async () => {
  await server.close();
});

function createClient(seconds = 60) {
  const clock = createInstantClock();
  const { startTimer } = timers;
  return createHttpClient({ deadline: startDeadline(clock, seconds), clock, startTimer, random: () => 0 });
}

function request(more: Partial<StreamRequest> = {}): StreamRequest {
  return { method: 'GET', url: server.origin, repeat: 'always', peer: 'the log store', ...more };
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const piece of body) bytes += piece.length;
  return bytes;
}

describe('open', () => {
  test('hands out the body in pieces, up to its cap', async () => {
    server.plan({ does: 'flood', bytes: 3_000_000, announced: false });
    const client = createClient();
    const answer = await client.open(request({ maxBytes: 3_000_000 }));
    expect(answer.status).toBe(200);
    expect(await readAll(answer.body)).toBe(3_000_000);
    client.close();
  });

  test('repeats what fails before the headers, and nothing after them', async () => {
    server.plan({ does: 'reset' }, { does: 'answer', status: 503 }, { does: 'truncate' });
    const client = createClient();
    const answer = await client.open(request());
    expect(server.requests).toHaveLength(3);
    expect(await rejectionOf(readAll(answer.body))).toMatchObject({ code: 'http/truncated' });
    client.close();
    expect(server.requests).toHaveLength(3);
  });

  test('gives the last transient answer with its body', async () => {
    server.plan(
      ...Array.from({ length: 6 }, (): Behaviour => ({ does: 'answer', status: 503, body: 'down' })),
    );
    const client = createClient();
    const answer = await client.open(request());
    expect(answer.status).toBe(503);
    expect(await readAll(answer.body)).toBe(4);
    client.close();
  });

  test('asks the caller what is transient', async () => {
    server.plan({ does: 'answer', status: 404 });
    const client = createClient();
    const answer = await client.open(request({ isTransient: ({ status }) => status === 404 }));
    expect(answer.status).toBe(200);
    answer.discard();
    client.close();
  });

  test.each<[string, Behaviour, string]>([
    ['too large, announced', { does: 'flood', bytes: 5000, announced: true }, 'http/too-large'],
    ['too large, not announced', { does: 'flood', bytes: 5_000_000, announced: false }, 'http/too-large'],
    ['compressed', { does: 'answer', headers: { 'content-encoding': 'br' } }, 'http/encoded'],
  ])('%s: ends while it is read', async (_name, behaviour, code) => {
    server.plan(behaviour);
    const client = createClient();
    const answer = await client.open(request({ maxBytes: 1000 }));
    expect(await rejectionOf(readAll(answer.body))).toMatchObject({ code });
    client.close();
  });

  test('the limit of an attempt counts between pieces: a slow but steady body may take longer', async () => {
    server.plan({ does: 'drip' });
    const client = createClient();
    const answer = await client.open(request({ attemptMilliseconds: 7000 }));
    const before = timers.started.length;
    let pieces = 0;
    for await (const piece of answer.body) {
      expect(piece.length).toBeGreaterThan(0);
      pieces += 1;
      expect(timers.started.slice(before)).toEqual(Array.from({ length: pieces }, () => 7000));
      expect(timers.running()).toBe(1);
      if (pieces === 5) break;
    }
    client.close();
    expect(timers.running()).toBe(0);
  });

  test.each([
    ['a body that stops', 60, 10_000, 'http/timeout'],
    ['a body that the deadline overtakes', 5, 5000, 'http/deadline'],
  ])('%s ends', async (_name, seconds, milliseconds, code) => {
    server.plan({ does: 'stall' });
    const client = createClient(seconds);
    const answer = await client.open(request());
    const reading = answer.body[Symbol.asyncIterator]();
    expect(await reading.next()).toMatchObject({ done: false });
    const second = rejectionOf(reading.next());
    expect(timers.started.at(-1)).toBe(milliseconds);
    timers.fire();
    expect(await second).toMatchObject({ code });
    client.close();
  });

  test('a body that was not read in time says so when it is read', async () => {
    server.plan({ does: 'stall' });
    const client = createClient();
    const answer = await client.open(request());
    timers.fire();
    await new Promise(setImmediate);
    expect(await rejectionOf(readAll(answer.body))).toMatchObject({ code: 'http/timeout' });
    client.close();
  });

  test('leaving the body half-read or discarding it closes its connection', async () => {
    const client = createClient();
    for (const leave of ['break', 'discard']) {
      server.plan({ does: 'drip' });
      const answer = await client.open(request());
      if (leave === 'discard') answer.discard();
      else for await (const _piece of answer.body) break;
    }
    await client.send(request());
    client.close();
    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 2, 3]);
  });
});
