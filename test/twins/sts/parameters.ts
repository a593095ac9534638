import { StsError, validationError } from './sts-error.ts';

/** The parameters of one call, each named once. */
export type Parameters = ReadonlyMap<string, string>;

const arnPattern = /^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
const policyArnPattern = /^arn:aws(?:-cn|-us-gov)?:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/;
const sessionNamePattern = /^[\w+=,.@-]{2,64}$/;
const common = ['Action', 'Version', 'RoleArn', 'RoleSessionName', 'DurationSeconds', 'Policy'];

export const webIdentityParameters: readonly string[] = [...common, 'WebIdentityToken', 'ProviderId'];
export const assumeRoleParameters: readonly string[] = [...common, 'ExternalId', 'SourceIdentity'];

/** @throws StsError for a body that is no form, or names a parameter twice. */
export function readForm(body: string, contentType: string | undefined): Parameters {
  if (contentType?.startsWith('application/x-www-form-urlencoded') !== true) {
    throw new StsError('InvalidAction', 400, 'Could not find operation in a body of this type', true);
  }
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (parameters.has(name)) throw validationError(`The parameter ${name} is given twice`);
    parameters.set(name, value);
  }
  if (parameters.get('Version') !== '2011-06-15') {
    throw new StsError('InvalidAction', 400, 'Could not find operation for this version', true);
  }
  return parameters;
}

/**
 * Checks the parameters that both ways of assuming a role share (AWS STS API Reference, AssumeRoleWithWebIdentity).
 * @throws StsError `ValidationError`, `MalformedPolicyDocument`, `PackedPolicyTooLarge`.
 */
export function checkAssumption(parameters: Parameters, allowed: readonly string[], longest: number): void {
  for (const name of parameters.keys()) {
    const isMember =
      /^(?:PolicyArns\.member\.\d+\.arn|Tags\.member\.\d+\.(?:Key|Value)|TransitiveTagKeys\.member\.\d+)$/.test(
        name,
      );
    if (
      !allowed.includes(name) &&
      !(isMember && (allowed.includes('ExternalId') || name.startsWith('PolicyArns')))
    ) {
      throw validationError(`The parameter ${name} does not belong to this action`);
    }
  }
  match(parameters, 'RoleArn', arnPattern);
  match(parameters, 'RoleSessionName', sessionNamePattern);
  checkDuration(parameters, longest);
  checkSessionPolicies(parameters);
}

export function durationOf(parameters: Parameters): number {
  return Number(parameters.get('DurationSeconds') ?? 3600);
}

function match(parameters: Parameters, name: string, pattern: RegExp): void {
  const value = parameters.get(name) ?? '';
  if (pattern.test(value)) return;
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  throw validationError(
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must satisfy regular expression pattern`,
  );
}

function checkDuration(parameters: Parameters, longest: number): void {
  const text = parameters.get('DurationSeconds');
  if (text === undefined) return;
  if (!/^\d+$/.test(text) || Number(text) < 900 || Number(text) > 43_200) {
    throw validationError(
      `1 validation error detected: Value '${text}' at 'durationSeconds' is not between 900 and 43200`,
    );
  }
  if (Number(text) > longest) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

function checkSessionPolicies(parameters: Parameters): void {
  const policy = parameters.get('Policy');
  if (policy !== undefined) {
    if (policy.length > 2048)
      throw new StsError('PackedPolicyTooLarge', 400, 'Serialized policy exceeds the limit', true);
    if (!isPolicyDocument(policy)) {
      throw new StsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json', true);
    }
  }
  const arns = [...parameters].filter(([name]) => name.startsWith('PolicyArns.'));
  if (arns.length > 10) throw validationError('Member must have length less than or equal to 10');
  for (const [name, arn] of arns) {
    if (!policyArnPattern.test(arn)) throw validationError(`ARN ${arn} at ${name} is not valid.`);
  }
}

function isPolicyDocument(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'Statement' in value;
  } catch {
    return false;
  }
}
