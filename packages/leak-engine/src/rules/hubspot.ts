import type { Rule } from '../rule.ts';
import { oneOf, uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'hubspot-private-app-token',
    title: 'HubSpot private app access token',
    severity: 'high',
    shape: [oneOf('pat-na1-', 'pat-na2-', 'pat-na3-', 'pat-eu1-', 'pat-ap1-'), ...uuid],
    remedy: 'Rotate it in HubSpot under Settings > Integrations > Private apps > Auth.',
    source: 'https://developers.hubspot.com/docs/guides/apps/private-apps/overview',
  }),
];
