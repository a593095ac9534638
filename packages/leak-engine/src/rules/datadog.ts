import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

const remedy = 'Revoke it in Datadog under Organization settings > API keys or Application keys.';

export const rules: readonly Rule[] = [
  assigned({
    id: 'datadog-api-key',
    title: 'Datadog API key',
    severity: 'high',
    names: ['datadog_api_key', 'dd_api_key', 'datadog_key'],
    shape: [run(hexLower, 32)],
    remedy,
    source: 'https://docs.datadoghq.com/account_management/api-app-keys/',
  }),
  assigned({
    id: 'datadog-application-key',
    title: 'Datadog application key',
    severity: 'critical',
    names: ['datadog_app_key', 'dd_app_key', 'datadog_application_key', 'dd_application_key'],
    shape: [run(hexLower, 40)],
    remedy,
    source: 'https://docs.datadoghq.com/account_management/api-app-keys/',
  }),
];
