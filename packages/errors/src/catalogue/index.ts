import { auditErrors } from './audit.ts';
import { exchangeErrors } from './exchange.ts';
import { githubApiErrors } from './github-api.ts';
import { graphErrors } from './graph.ts';
import { httpErrors } from './http.ts';
import { inputsErrors } from './inputs.ts';
import { leakErrors } from './leak.ts';
import { logsErrors } from './logs.ts';
import { oidcErrors } from './oidc.ts';
import { policyErrors } from './policy.ts';
import { runnerErrors } from './runner.ts';
import { secretsErrors } from './secrets.ts';
import { separationErrors } from './separation.ts';
import { vaultErrors } from './vault.ts';

/** Every error code of the product. One file per area, next to this one. */
export const catalogue = {
  ...auditErrors,
  ...exchangeErrors,
  ...githubApiErrors,
  ...graphErrors,
  ...httpErrors,
  ...inputsErrors,
  ...leakErrors,
  ...logsErrors,
  ...oidcErrors,
  ...policyErrors,
  ...runnerErrors,
  ...secretsErrors,
  ...separationErrors,
  ...vaultErrors,
} as const;

export type ErrorCode = keyof typeof catalogue;
