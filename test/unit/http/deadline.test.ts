import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpClient, startDeadline, systemClock, type Clock, type HttpRequest } from '@sallyport/http';
import { startFaultServer, type Behaviour, type FaultServer } from '../../twins/http-faults.ts';
import { rejectionOf } from './every-text.ts';
import { createInstantClock } from './instant-clock.ts';
import { createManualTimers, until } from './manual-timers.ts';

let server: FaultServer;

beforeEach(async () => {
  server = await startFaultServer();
});

afterEach(async () => {
  await server.close();
});

function createClient(clock: Clock, seconds: number) {
  return createHttpClient({ deadline: startDeadline(clock, seconds), clock, random: () => 0.999 });
}

function request(more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url: server.origin, repeat: 'always', peer: 'the peer', ...more };
}

const unavailable: Behaviour = { does: 'answer', status: 503 };

describe('one deadline', () => {
  test('is counted down by the clock and never negative', () => {
    const clock = createInstantClock();
    const deadline = startDeadline(clock, 2);
    const seen = [0, 500, 1000, 1000].map((milliseconds) => {
      clock.advance(milliseconds);
      return deadline.remaining();
    });
    expect(seen).toEqual([2000, 1500, 500, 0]);
  });

  test('is shared by the attempts and waits of one request: 0.4 + 0.8 + 1.6 s fit into 3 s, 3.2 s more do not', async () => {
    const clock = createInstantClock();
    server.plan(...Array.from({ length: 6 }, () => unavailable));
    const client = createClient(clock, 3);
    expect(await client.send(request())).toMatchObject({ status: 503 });
    client.close();
    expect(clock.sleeps).toEqual([400, 799, 1598]);
    expect(server.requests).toHaveLength(4);
  });

  test('is shared by the requests of one step', async () => {
    const clock = createInstantClock();
    const client = createClient(clock, 3);
    server.plan(
      unavailable,
      unavailable,
      { does: 'answer', status: 200 },
      unavailable,
      unavailable,
      unavailable,
    );
    expect(await client.send(request())).toMatchObject({ status: 200 });
    clock.advance(1500);
    expect(await client.send(request())).toMatchObject({ status: 503 });
    client.close();
    expect(clock.sleeps).toEqual([400, 799]);
  });

  test('that has passed lets nothing out', async () => {
    const clock = createInstantClock();
    const client = createClient(clock, 1);
    clock.advance(1000);
    expect(await rejectionOf(client.send(request()))).toMatchObject({
      code: 'http/deadline',
      what: `The time of the step ran out before the peer (127.0.0.1:${server.port}) was asked.`,
    });
    expect(server.requests).toEqual([]);
  });

  test.each([
    [5, 5000, 'http/deadline', 'The time of the step ran out while waiting for the peer ('],
    [60, 10_000, 'http/timeout', 'The peer ('],
  ])('of %i s: an attempt ends after %i ms by %s', async (seconds, milliseconds, code, text) => {
    const timers = createManualTimers();
    const clock = createInstantClock();
    const { startTimer } = timers;
    server.plan({ does: 'stay-silent' });
    const client = createHttpClient({ deadline: startDeadline(clock, seconds), clock, startTimer });
    const sending = rejectionOf(client.send(request({ repeat: 'never' })));
    await until(() => server.requests.length === 1);
    expect(timers.started.at(0)).toBeLessThanOrEqual(5000);
    expect(timers.started.at(-1)).toBeLessThanOrEqual(milliseconds);
    expect(timers.started.at(-1)).toBeGreaterThan(milliseconds - 2000);
    timers.fire();
    expect(await sending).toMatchObject({ code, what: expect.stringContaining(text) });
    client.close();
  });

  test('that passes in a wait which took longer than asked ends the request, and says how far it came', async () => {
    const clock = createInstantClock();
    const slow: Clock = {
      now: () => clock.now(),
      sleep: async () => {
        clock.advance(5000);
      },
    };
    server.plan(unavailable);
    const client = createClient(slow, 3);
    expect(await rejectionOf(client.send(request()))).toMatchObject({
      code: 'http/deadline',
      what: `The time of the step ran out before the peer (127.0.0.1:${server.port}) was asked again.`,
      details: 'Attempt 1 ended with 503.',
    });
    client.close();
    expect(server.requests).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  test.each(['unless-acted', 'always'] as const)('is waited for (%s)', async (repeat) => {
    const clock = createInstantClock();
    server.plan({ does: 'answer', status: 429, headers: { 'retry-after': '30' } });
    const client = createClient(clock, 60);
    expect(await client.send(request({ repeat }))).toMatchObject({ status: 200 });
    client.close();
    expect(clock.sleeps).toEqual([30_000]);
  });

  test('beyond the deadline ends the step at once', async () => {
    const clock = createInstantClock();
    server.plan({ does: 'answer', status: 429, headers: { 'retry-after': '61' } });
    const client = createClient(clock, 60);
    expect(await rejectionOf(client.send(request()))).toMatchObject({
      code: 'http/retry-after',
      what: 'The peer answered 429 and asks to wait 61 s, but only 60 s are left.',
    });
    client.close();
    expect(clock.sleeps).toEqual([]);
  });
});

describe('the system clock', () => {
  test('sleeps, and wakes when told', async () => {
    const before = performance.now();
    await systemClock.sleep(2);
    const closing = new AbortController();
    const long = systemClock.sleep(60_000, closing.signal);
    closing.abort();
    await long;
    await systemClock.sleep(60_000, closing.signal);
    expect(performance.now() - before).toBeLessThan(5000);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
  });
});
