import { readFileSync } from 'node:fs';
import { createHttpClient, jsonOf, startDeadline, systemClock } from '@sallyport/http';

// Two requests at once and a third after them, as a login makes them, by packages/http.
async function main(): Promise<void> {
  const [origin = '', authority = ''] = process.argv.slice(2);
  const client = createHttpClient({
    deadline: startDeadline(systemClock, 60),
    clock: systemClock,
    certificateAuthorities: authority === '' ? undefined : readFileSync(authority, 'utf8'),
  });
  const get = (path: string) =>
    client.send({ method: 'GET', url: origin + path, repeat: 'always', peer: 'the server' });
  for (const answer of await Promise.all([get('/token'), get('/keys')])) jsonOf(answer, 'the server');
  const exchange = { method: 'POST', url: `${origin}/exchange`, body: 'token', peer: 'the server' };
  jsonOf(await client.send({ ...exchange, repeat: 'unless-acted' }), 'the server');
  client.close();
}

await main();
