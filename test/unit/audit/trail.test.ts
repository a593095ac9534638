import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  apiActivity,
  type AuditTrail,
  authentication,
  type EventDraft,
  openFileSpool,
  openTrail,
  sessionAuthorization,
  verifyChain,
} from '@sallyport/audit';

const context = {
  repository: 'octo/demo',
  repositoryId: '1',
  runId: '2',
  runAttempt: '1',
  job: 'deploy',
  sha: 'a'.repeat(40),
  ref: 'refs/heads/main',
  workflowRef: undefined,
};

const login = authentication({
  activity: 'logon',
  outcome: { status: 'success' },
  service: 'AWS STS',
  subject: 'repo:octo/demo:ref:refs/heads/main',
  issuer: 'https://issuer.example',
  audience: 'sts.amazonaws.com',
  tokenIdHash: 'b'.repeat(64),
  expiresAt: 1_800_000_000,
  policyDigest: undefined,
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  path = join(folder, 'sallyport-audit', 'events.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function trail(): AuditTrail {
  let uid = 0;
  return openTrail({
    spool: openFileSpool(path),
    context,
    version: '0.1.0',
    now: () => 1_700_000_000_000,
    uid: () => `uid-${uid++}`,
  });
}

const written = (): string[] => openFileSpool(path).lines();

describe('events', () => {
  test.each<[string, EventDraft, number, number]>([
    ['a login', login, 3002, 300201],
    ['the end of a login', authentication({ ...loginEvent(), activity: 'logoff' }), 3002, 300202],
    [
      'a role',
      sessionAuthorization({
        outcome: { status: 'success' },
        service: 'AWS STS',
        subject: 's',
        role: 'arn:aws:iam::000000000000:role/deploy',
        session: 'gha-2-1-deploy',
        expiresAt: 1_800_000_000,
      }),
      3003,
      300303,
    ],
    [
      'a secret read',
      apiActivity({
        activity: 'read',
        outcome: { status: 'failure', detail: 'vault/denied' },
        service: 'vault',
        operation: 'kv read',
        subject: 's',
        resources: [{ type: 'secret', name: 'kv/app', version: '3' }],
      }),
      6003,
      600302,
    ],
  ])('%s has the class and type of OCSF 1.8', (_, draft, classUid, typeUid) => {
    trail().record(draft);
    const event = JSON.parse(written()[0]!) as Record<string, never>;
    expect([event['class_uid'], event['type_uid']]).toEqual([classUid, typeUid]);
    expect(event['metadata']).toMatchObject({ version: '1.8.0', uid: 'uid-0' });
    expect(event['unmapped']).toMatchObject({ ci: { runId: '2', job: 'deploy' } });
  });

  test('a failure is told from a success', () => {
    trail().record({ ...login, outcome: { status: 'failure', detail: 'policy/denied' } });
    expect(JSON.parse(written()[0]!)).toMatchObject({
      status_id: 2,
      status_detail: 'policy/denied',
      severity_id: 3,
    });
  });

  test('a protected value is withheld wherever it hides', () => {
    const secret = ['pass', 'word', '"with\\quotes'].join('-');
    const audit = trail();
    audit.protect(secret);
    audit.record({
      ...login,
      message: `the server said ${secret}`,
      attributes: { nested: { list: [secret] } },
    });
    const raw = readFileSync(path, 'utf8');
    expect(raw).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(raw.match(/\[withheld\]/g)).toHaveLength(2);
    expect(verifyChain(written())).toMatchObject({ intact: true });
  });
});

describe('the chain', () => {
  test('goes on over several steps of a job', () => {
    const first = trail();
    first.record(login);
    const second = trail();
    second.record(login);
    second.record(login);
    expect(verifyChain(written())).toEqual({ intact: true, head: second.head(), events: 3 });
    expect(second.count()).toBe(2);
    expect(second.head()).not.toBe(first.head());
  });

  test.each<[string, (lines: string[]) => string[], object]>([
    [
      'a changed event',
      (lines) => lines.map((line, index) => (index === 1 ? line.replace('AWS', 'GCP') : line)),
      { line: 2, reason: 'changed' },
    ],
    ['a removed event', (lines) => lines.toSpliced(1, 1), { line: 2, reason: 'unlinked' }],
    ['two events swapped', ([a, b, c]) => [b!, a!, c!], { line: 1, reason: 'unlinked' }],
    ['a line that is no event', (lines) => [...lines, 'garbage'], { line: 4, reason: 'not-json' }],
  ])('shows %s', (_, tamper, fault) => {
    const audit = trail();
    for (let count = 0; count < 3; count++) audit.record(login);
    expect(verifyChain(tamper(written()))).toEqual({ intact: false, ...fault });
  });
});

describe('the spool', () => {
  test('is private', () => {
    trail().record(login);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  test('is never a link', () => {
    mkdirSync(dirname(path));
    writeFileSync(join(folder, 'victim'), '', { mode: 0o600 });
    symlinkSync(join(folder, 'victim'), path);
    expect(trail).toThrow('ELOOP');
  });

  test('is never open to others', () => {
    trail().record(login);
    chmodSync(path, 0o644);
    expect(trail).toThrow('open to, somebody else');
  });
});

function loginEvent(): Parameters<typeof authentication>[0] {
  return {
    activity: 'logon',
    outcome: { status: 'success' },
    service: 'Vault',
    subject: undefined,
    issuer: undefined,
    audience: undefined,
    tokenIdHash: undefined,
    expiresAt: undefined,
    policyDigest: undefined,
  };
}
