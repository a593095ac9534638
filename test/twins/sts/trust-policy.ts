/**
 * A role's trust policy as IAM evaluates it for AssumeRoleWithWebIdentity (IAM User Guide: "Policy evaluation logic",
 * "IAM JSON policy elements: Condition operators", "Creating a condition with multiple keys or values").
 */

type OneOrMany<T> = T | readonly T[];

export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly Federated?: OneOrMany<string>; readonly AWS?: OneOrMany<string> };
  readonly Action: OneOrMany<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string>>>>>;
}

export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: OneOrMany<TrustStatement>;
}

export interface AssumptionRequest {
  readonly action: string;
  /** ARN of the identity provider, or of the caller for a second hop. */
  readonly principal: { readonly kind: 'Federated' | 'AWS'; readonly arn: string };
  /** Condition keys in lower case; what is not here is absent. */
  readonly context: ReadonlyMap<string, string>;
}

/** The claims that AWS makes condition keys of for GitHub; every other claim is absent to a trust policy. */
export const githubConditionKeys: readonly string[] = [
  'sub',
  'aud',
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
];

/** An explicit Deny wins; without any matching Allow the request is denied. */
export function admits(policy: TrustPolicy, request: AssumptionRequest): boolean {
  const applying = listOf(policy.Statement).filter((statement) => applies(statement, request));
  return applying.length > 0 && applying.every((statement) => statement.Effect === 'Allow');
}

/**
 * Refuses a policy that this twin would not evaluate as IAM does.
 * @throws Error naming the operator or element.
 */
export function checkTrustPolicy(policy: TrustPolicy): void {
  if (policy.Version !== '2012-10-17') throw new Error('The trust policy has no Version 2012-10-17.');
  for (const statement of listOf(policy.Statement)) {
    if (!['Allow', 'Deny'].includes(statement.Effect)) throw new Error('A statement has no Effect.');
    for (const name of Object.keys(statement.Condition ?? {})) readOperator(name);
  }
}

function applies(statement: TrustStatement, request: AssumptionRequest): boolean {
  const principals = listOf(statement.Principal[request.principal.kind] ?? []);
  const isPrincipal = principals.some((arn) => arn === '*' || arn === request.principal.arn);
  const isAction = listOf(statement.Action).some((action) =>
    isLike(action.toLowerCase(), request.action.toLowerCase()),
  );
  // Operators and keys are joined by "and", the values of one key by "or".
  const conditions = Object.entries(statement.Condition ?? {});
  return (
    isPrincipal &&
    isAction &&
    conditions.every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        holds(readOperator(operator), request.context.get(key.toLowerCase()), listOf(values)),
      ),
    )
  );
}

interface Operator {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  readonly negated: boolean;
  readonly isNull: boolean;
  compare(expected: string, actual: string): boolean;
}

const comparisons: Readonly<Record<string, (expected: string, actual: string) => boolean>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringEqualsIgnoreCase: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringLike: isLike,
};

function readOperator(name: string): Operator {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name);
  const [, set, base = '', ifExists] = match ?? [];
  const isNull = base === 'Null';
  const positive = base.replace(/^StringNot/, 'String');
  const compare = comparisons[positive];
  if (compare === undefined && !isNull) throw new Error(`The twin does not evaluate the operator ${name}.`);
  return {
    set: set as Operator['set'],
    ifExists: ifExists !== undefined,
    negated: positive !== base,
    isNull,
    compare: compare ?? (() => false),
  };
}

function holds(operator: Operator, actual: string | undefined, expected: readonly string[]): boolean {
  if (operator.isNull) return expected.some((value) => (value === 'true') === (actual === undefined));
  if (actual === undefined) {
    // The trap of ForAllValues: with no value at all, all of none match.
    if (operator.set === 'ForAllValues' || operator.ifExists) return true;
    return operator.set === undefined && operator.negated;
  }
  const matched = expected.some((value) => operator.compare(value, actual));
  return operator.negated ? !matched : matched;
}

/** `*` is any run of characters and `?` any one, both across `/` and `:`. */
function isLike(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

function listOf<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
