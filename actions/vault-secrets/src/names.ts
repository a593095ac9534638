/**
 * vault-action's rule: dots become `__`, hyphens and everything but letters, digits and `_` go.
 * @param upperCase for variables.
 */
export function normalizeAsVaultAction(key: string, upperCase: boolean): string {
  const name = key.replaceAll('.', '__').replace(/[^\p{L}\p{N}_]/gu, '');
  return upperCase ? name.toUpperCase() : name;
}

/** Ours: nothing is lost silently; what a name cannot hold becomes `_`, and outputs keep hyphens. */
export function outputName(key: string): string {
  const name = key.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[0-9-]/.test(name) ? `_${name}` : name;
}

export function variableName(key: string): string {
  const name = key.replace(/[^A-Za-z0-9_]/g, '_').toUpperCase();
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

const steering =
  /^(?:PATH|PATHEXT|IFS|SHELL|HOME|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|BASH_FUNC_.*|PROMPT_COMMAND|LD_.*|DYLD_.*|NODE_.*|NPM_CONFIG_.*|PYTHON.*|PERL.*|RUBY.*|GIT_.*|GITHUB_.*|RUNNER_.*|ACTIONS_.*|INPUT_.*|STATE_.*|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|SSL_CERT_.*|CI|.*_PROXY)$/;

/**
 * Whether a variable changes how programs run or what the runner does. Whoever can write a secret must not be able to
 * set one by choosing a key, so that only a name in the workflow itself may.
 */
export function steersPrograms(variable: string): boolean {
  return steering.test(variable.toUpperCase());
}
