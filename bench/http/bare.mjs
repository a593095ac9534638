import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';

// The same three requests by node:http or node:https alone, with the same list of authorities.
const [origin, authority] = process.argv.slice(2);
const { Agent, request } = authority === undefined ? http : https;
const trust = authority === undefined ? {} : { ca: [...rootCertificates, readFileSync(authority, 'utf8')] };
const agent = new Agent({ keepAlive: true, ...trust });

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const asked = request(origin + path, { method, agent }, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(pieces).toString())));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

await Promise.all([ask('GET', '/token'), ask('GET', '/keys')]);
await ask('POST', '/exchange', 'token');
agent.destroy();
