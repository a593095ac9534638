import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'clickhouse-cloud-api-secret',
    title: 'ClickHouse Cloud API key secret',
    severity: 'critical',
    shape: ['4b1d', run(base62, 38)],
    remedy: 'Delete the key in the ClickHouse Cloud console under Organization > API keys.',
    source: 'https://clickhouse.com/docs/cloud/manage/openapi',
  }),
];
