import { failure, plainText } from '@sallyport/errors';

const whole =
  /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]{4,32}\/providers\/[a-z0-9-]{4,32}$/;

/**
 * The resource name of a workload identity provider (IAM API, `WorkloadIdentityPoolProvider.name`). What Google answers
 * to a wrong one is `invalid_request` or `invalid_target` for all of them; here each mistake is told apart.
 * @throws CodedError `inputs/invalid`
 */
export function readProviderName(text: string): string {
  if (whole.test(text)) return text;
  throw failure('inputs/invalid', {
    what: `The input \`workload-identity-provider\` does not allow "${plainText(text, 160)}".`,
    why: mistakeIn(text),
    remedy:
      'Write it as in `projects/123456789012/locations/global/workloadIdentityPools/my-pool/providers/my-provider`.',
  });
}

function mistakeIn(text: string): string {
  if (/^(https?:)?\/\//.test(text)) {
    return 'It is the audience, which begins with `//iam.googleapis.com/`; the name begins with `projects/`.';
  }
  if (text.endsWith('/')) return 'A slash stands at its end.';
  const project = /^projects\/([^/]+)\//.exec(text)?.[1];
  if (project === undefined) return 'It does not begin with `projects/<number>/`.';
  if (!/^\d+$/.test(project)) {
    return `It needs the number of the project, and "${plainText(project, 60)}" is its id.`;
  }
  if (!text.includes('/providers/')) return 'It names the pool only: `/providers/<provider>` is missing.';
  if (!text.includes('/locations/global/')) return 'Pools are in the location `global`.';
  return 'Pool and provider have 4 to 32 lower-case letters, digits and hyphens.';
}
