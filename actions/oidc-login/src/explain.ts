import { markdownText, plainText } from '@sallyport/errors';
import { type Identity, parsePolicy, suggestPolicy } from '@sallyport/github-identity';
import type { AssertedPolicy } from '@sallyport/identity-step';
import { fenced, renderSummary } from '@sallyport/runner';

import type { LoginParts } from './login.ts';
import { auditNote } from './report.ts';

/**
 * `mode: explain`: the claims block and the tightest cloud-side policy that fit this run, ready to paste, and what
 * that cloud cannot check. Nothing is exchanged.
 */
export function explainRun(
  identity: Identity,
  policy: AssertedPolicy | undefined,
  { inputs, runner, step }: LoginParts,
): void {
  const block = suggestPolicy(identity.claims);
  runner.group('Claims that this run satisfies: the value of `claims`', block.split('\n'));

  // Without a policy of its own, what the suggested one would assert.
  const { entries } = policy?.policy ?? parsePolicy(block);
  const asserted = entries.map(({ claim }) => claim);
  const explanation = inputs.chosen?.provider.explain(inputs.chosen.settings, identity.claims, asserted);
  for (const { title, text } of explanation?.drafts ?? []) runner.group(title, text.split('\n'));
  for (const { claim, reason } of explanation?.uncheckable ?? [])
    runner.info(`  ${plainText(claim)}: ${reason}`);
  for (const note of explanation?.notes ?? []) runner.info(note);
  runner.expose({
    masks: [],
    state: {},
    outputs: { authenticated: 'false', subject: identity.claims.sub },
    environment: {},
  });
  const uncheckable = (explanation?.uncheckable ?? []).map(
    ({ claim, reason }) => `| ${markdownText(claim)} | ${reason} |`,
  );
  runner.summary(
    renderSummary({
      title: 'oidc-login: explain',
      verdict: 'ℹ️ Nothing was exchanged. This is what fits exactly this run.',
      body: fenced('yaml', block),
      details: [
        ...(explanation?.drafts ?? []).map(({ title, language, text }) => ({
          title,
          body: fenced(language, text),
        })),
        ...(uncheckable.length === 0
          ? []
          : [
              {
                title: `What ${inputs.chosen?.provider.title ?? 'the provider'} cannot check`,
                body: ['| claim | why |', '| --- | --- |', ...uncheckable].join('\n'),
              },
            ]),
        auditNote(step.trail),
      ],
    }),
  );
}
