import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'influxdb-token',
    title: 'InfluxDB API token',
    severity: 'high',
    names: [
      'influxdb_token',
      'influx_token',
      'influxdb_api_token',
      'influxdb_admin_token',
      'docker_influxdb_init_admin_token',
    ],
    shape: [run(base64url, 86), '=='],
    remedy: 'Delete it with `influx auth delete`, or in the UI under Load Data > API Tokens.',
    source: 'https://docs.influxdata.com/influxdb/v2/admin/tokens/',
  }),
];
