import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { signRequest } from '../../packages/federation/src/aws/signature-v4.ts';
import { providePythonClients, runBoto3 } from '../peers/python-clients.ts';

const clients = await providePythonClients();
const missing = 'missing' in clients ? clients.missing : undefined;
const whenThere = missing === undefined ? describe : describe.skip;

/** botocore's own signer at a given second: what `add_auth` does, without its clock. */
const program = `
import json, os
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
given = json.loads(os.environ["GIVEN"])
signer = SigV4Auth(Credentials(given["id"], given["key"], given["token"]), given["service"], given["region"])
request = AWSRequest(method="POST", url=given["url"], data=given["body"], headers=given["headers"])
request.context["timestamp"] = given["date"]
signer._modify_request_before_signing(request)
canonical = signer.canonical_request(request)
print(signer.signature(signer.string_to_sign(request, canonical), request))
`;

whenThere(`botocore signs a request as we do ${missing ?? ''}`, () => {
  test.each([
    ['a form', 'https://sts.eu-central-1.amazonaws.com/', 'Action=AssumeRole&Version=2011-06-15'],
    ['another port', 'https://sts.example.com:8443/', 'Action=AssumeRole&Tags.member.1.Value=pro+d%2F%C3%BC'],
    ['no body', 'https://sts.us-gov-west-1.amazonaws.com/', ''],
  ])(
    '%s',
    async (_, url, body) => {
      if ('missing' in clients) throw new Error(clients.missing);
      const random = (): string => randomBytes(24).toString('base64');
      const keys = { accessKeyId: 'X'.repeat(20), secretAccessKey: random(), sessionToken: random() };
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
      const request = { method: 'POST', url, headers, body, region: 'eu-central-1', service: 'sts' };
      const ours = signRequest(request, keys, Date.parse('2026-11-25T01:02:03.456Z'));
      const theirs = await runBoto3(clients, program, {
        GIVEN: JSON.stringify({
          id: keys.accessKeyId,
          key: keys.secretAccessKey,
          token: keys.sessionToken,
          date: '20261125T010203Z',
          ...request,
        }),
      });
      expect(ours['authorization']).toContain(`Signature=${theirs.trim()}`);
    },
    60_000,
  );
});
