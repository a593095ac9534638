// The floor of a login: the same three requests by bare node:http, verified, with nothing around them.
import { createPublicKey, verify } from 'node:crypto';
import { request } from 'node:http';

const { TOKEN_URL, TOKEN_BEARER, KEYS_URL, STS_URL, ROLE_ARN } = process.env;

function send(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const [answer, keySet] = await Promise.all([
  send(`${TOKEN_URL}&audience=sts.amazonaws.com`, { headers: { authorization: `Bearer ${TOKEN_BEARER}` } }),
  send(KEYS_URL),
]);
const token = JSON.parse(answer).value;
const [header, payload, signature] = token.split('.');
const { kid } = JSON.parse(Buffer.from(header, 'base64url'));
const key = JSON.parse(keySet).keys.find((candidate) => candidate.kid === kid);
const genuine = verify(
  'RSA-SHA256',
  Buffer.from(`${header}.${payload}`),
  createPublicKey({ key, format: 'jwk' }),
  Buffer.from(signature, 'base64url'),
);
if (!genuine) process.exit(1);
const form = new URLSearchParams({
  Action: 'AssumeRoleWithWebIdentity',
  Version: '2011-06-15',
  RoleArn: ROLE_ARN,
  RoleSessionName: 'bare',
  WebIdentityToken: token,
  DurationSeconds: '900',
});
const credentials = await send(STS_URL, {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: form.toString(),
});
process.exit(credentials.includes('SecretAccessKey') ? 0 : 1);
