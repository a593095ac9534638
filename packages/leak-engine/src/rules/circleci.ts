import { hexLower, lowerAlnum, base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'circleci-personal-token',
    title: 'CircleCI personal API token',
    severity: 'critical',
    shape: ['CCIPAT_', run(base62, 22), '_', run(lowerAlnum, 40)],
    remedy: 'Delete it under CircleCI > User settings > Personal API tokens.',
    source: 'https://circleci.com/docs/managing-api-tokens/',
  }),
  token({
    id: 'circleci-project-token',
    title: 'CircleCI project API token',
    severity: 'high',
    shape: ['CCIPRJ_', run(base62, 22), '_', run(lowerAlnum, 40)],
    remedy: 'Delete it under CircleCI > Project settings > API permissions.',
    source: 'https://circleci.com/docs/managing-api-tokens/',
  }),
  assigned({
    id: 'circleci-legacy-token',
    title: 'CircleCI API token (without prefix)',
    severity: 'critical',
    names: ['circle_token', 'circleci_token', 'circleci_api_token', 'circle_ci_token', 'circleci_cli_token'],
    shape: [run(hexLower, 40)],
    remedy:
      'Delete it under CircleCI > User settings > Personal API tokens, or Project settings > API permissions.',
  }),
];
