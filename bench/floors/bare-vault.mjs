// The floor of a fetch: the same requests by bare node:http, with so many in flight, and nothing around them.
import { Agent, request } from 'node:http';

const { VAULT_URL, ROLE_ID, SECRET_ID, PATHS, MOUNT_OF, IN_FLIGHT } = process.env;
const agent = new Agent({ keepAlive: true });

function send(path, { method = 'GET', token, body } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { 'x-vault-request': 'true', ...(token === undefined ? {} : { 'x-vault-token': token }) };
    const outgoing = request(`${VAULT_URL}/v1/${path}`, { method, headers, agent }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const login = await send('auth/approle/login', {
  method: 'POST',
  body: JSON.stringify({ role_id: ROLE_ID, secret_id: SECRET_ID }),
});
const token = login.auth.client_token;
await send(`sys/internal/ui/mounts/${MOUNT_OF}`, { token });
const paths = PATHS.split(' ');
let next = 0;
const work = async () => {
  while (next < paths.length) await send(paths[next++], { token });
};
await Promise.all(Array.from({ length: Number(IN_FLIGHT) }, work));
agent.destroy();
