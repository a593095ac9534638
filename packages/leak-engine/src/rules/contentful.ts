import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'contentful-management-token',
    title: 'Contentful personal access token',
    severity: 'high',
    shape: ['CFPAT-', run(base64url, 43)],
    remedy: 'Revoke it in Contentful under Account settings > CMA tokens.',
    source: 'https://www.contentful.com/developers/docs/references/authentication/',
  }),
  assigned({
    id: 'contentful-delivery-token',
    title: 'Contentful delivery or preview token',
    severity: 'medium',
    names: [
      'contentful_access_token',
      'contentful_delivery_token',
      'contentful_preview_token',
      'contentful_token',
    ],
    shape: [run(base64url, 43)],
    remedy: 'Delete the API key in Contentful under the space > API keys.',
  }),
];
