import { judgeName, splitName } from './names.ts';

/** What a value's look is worth. */
export interface ValueJudgement {
  readonly confidence: 'medium' | 'low';
  readonly severity: 'high' | 'medium' | 'low';
}

const shortest = 8;

const placeholders =
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|_{3,}|0+|1234567890?|12345678\d*|null|none|nil|true|false|undefined|changeme\w*|change[-_]me\w*|passw(?:or)?d\d{0,3}|example\w*|dummy\w*|placeholder\w*|redacted\w*|secret|token|test(?:ing)?\d{0,3}|your[-_ ]?\w.*|insert[-_ ]\w.*|replace[-_ ]\w.*|provide[-_ ]\w.*|put[-_ ]\w.*|enter[-_ ]\w.*|todo\w*|fixme\w*|masked|hidden|required|optional|string|empty|unset|default)$/i;

/** Names of secrets used as their values, as documentation does. */
const namesAsValues =
  /^(?:my|your|the|some|test|fake)?[-_]?(?:super)?[-_]?(?:secret|token|password|passwd|api[-_]?key|key|personalaccesstoken|accesstoken)[-_]?(?:\d{0,4}|here|value)$/i;

/** The body of the tokens in GitHub's published API description. */
export const publishedSample = /16c7e42f292c6912e7710c838347ae178b4a/i;

/** Expressions of a program, where nothing is quoted. */
const code =
  /^[([{!]|[\w$][[(][A-Za-z_$]|[\w$]\[\d|\?\?|^\+[(A-Za-z_$]|^[A-Za-z_$][\w$]*(?:\.[\w$]+)+[=?:+,(]|\[$/;

const templates =
  /\$\{|\$\(|\{\{|\}\}|<[a-z][\w -]*>|^\$[A-Za-z_]\w*|^%[A-Za-z_]\w*%|^\[[A-Za-z_ -]+\]$|^<|process\.env|secrets\.|os\.environ|getenv|^env[:.]|^vars\./i;

const shapesOfNoSecret: readonly RegExp[] = [
  // Paths: absolute, relative, home, Windows.
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/])[\w .@/\\+~-]*$/,
  /^[\w.@+-]+(?:\/[\w.@+-]+)*\.(?:js|ts|json|ya?ml|txt|pem|key|crt|sh|py|go|rb|md|toml|xml|html?|log|conf|env|java|cs)$/i,
  // Numbers, versions, dates, durations, sizes.
  /^[\d.,:_+/ -]+(?:[a-z]{1,3})?$/i,
  /^v?\d+(?:\.\d+){1,3}(?:[-+][\w.]+)?$/,
  /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?$/,
  // Digests and package integrity.
  /^(?:sha(?:1|256|384|512)|md5|h1|blake2b|arn|urn)[-:=]/i,
  // URLs without credentials, host names, e-mail addresses.
  /^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i,
  /^(?:[a-z0-9-]+\.)+[a-z]{2,12}(?::\d+)?(?:\/[\w./-]*)?$/,
  /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  // Code: property chains, calls, and identifiers in one case.
  /^[A-Za-z_$][A-Za-z_$]*(?:\d{0,2}(?:\.|\?\.|::|->)[A-Za-z_$][\w$]*)+(?:\(.*)?[;,]?$/,
  /^[A-Za-z_$][\w$.]*\(/,
  /^[!&*@]?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
  /^[a-z]+(?:[-_.][a-z]+)*$/,
  /^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/,
  /^[A-Z]+$/,
  /^[a-z]+(?:[-_/][a-z0-9]{1,8})+$/,
  // Strings put together by an operator.
  /^\+[\w$.]+\+$|\(\)[-);.]/,
  /^(?:function|return|typeof|new|void|const|await|this|self|null)\b/,
];

/** Shannon entropy, in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

function classesOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((set) => set.test(value)).length;
}

/** Letters alone that no tongue writes: case changes all the time. */
function isJumble(value: string): boolean {
  let changes = 0;
  for (let index = 1; index < value.length; index += 1) {
    const upper = value.charCodeAt(index) < 97;
    if (upper !== value.charCodeAt(index - 1) < 97) changes += 1;
  }
  if (value.length < 12 || changes * 3 < value.length) return false;
  // Short words in camel case change often, too.
  const words = /^[A-Z]?[a-z]+(?:[A-Z][a-z]+)+$/.test(value) ? splitName(value).length : value.length;
  return words * 3 > value.length;
}

/** Whether a value is an identifier of a program: words put together, a digit at most within them. */
function isIdentifier(value: string): boolean {
  if (!/^[A-Za-z_$@][\w$.:-]*[A-Za-z]$/.test(value) || /\d.*\d.*\d/.test(value)) return false;
  const parts = splitName(value);
  const spoken = parts.filter(
    (part) => part.length >= 3 && /[aeiouy]/.test(part) && !/[^aeiouy\d]{5}/.test(part),
  );
  const letters = spoken.reduce((sum, part) => sum + part.length, 0);
  return parts.length <= value.length / 4 && letters >= value.replace(/[^A-Za-z0-9]/g, '').length * 0.75;
}

/** Whether a value cannot be a secret whatever its name: a placeholder, a template, a path, a number, code. */
export function isHarmless(value: string, name: string): boolean {
  if (
    value.includes('***') ||
    value.includes('EXAMPLE') ||
    publishedSample.test(value) ||
    placeholders.test(value) ||
    namesAsValues.test(value) ||
    /0{8}/.test(value) ||
    templates.test(value)
  )
    return true;
  if (new Set(value).size < 5) return true;
  const plain = value.toLowerCase();
  if (plain === name.toLowerCase() || plain.startsWith('-----begin')) return true;
  if (isIdentifier(value.replace(/\/$/, ''))) return true;
  if (/^[A-Za-z]+$/.test(value) && isJumble(value)) return false;
  return shapesOfNoSecret.some((shape) => shape.test(value));
}

/**
 * What a value is worth under a name that says credential.
 * @param strength What the name said.
 * @param quoted Whether it stood in quotes: only then may it hold blanks.
 */
export function judgeValue(
  value: string,
  name: string,
  strength: 'strong' | 'weak',
  quoted: boolean,
): ValueJudgement | undefined {
  if (value.length < shortest || (!quoted && /\s/.test(value))) return undefined;
  if (/\s/.test(value) && !/^\S+(?: \S+){0,5}$/.test(value)) return undefined;
  const classes = classesOf(value);
  if (classes < 2 || isHarmless(value, name) || (!quoted && code.test(value))) return undefined;
  // `logger: token=…`: the inner pair is looked at by itself.
  const inner = /^([A-Za-z][\w.-]{1,40})=/.exec(value)?.[1];
  if (inner !== undefined && judgeName(inner) !== undefined) return undefined;
  const bits = entropy(value.slice(0, 256));
  if (/\s/.test(value)) {
    if (strength === 'weak' || /[\x80-\xFF]|\{\d\}/.test(value)) return undefined;
    // Prose in quotes is a message, a passphrase has digits or signs in it.
    const prose = value.split(' ').every((word) => /^[A-Za-z][a-z']*[.,:!?]?$/.test(word));
    if (prose || classes < 3) return undefined;
  }
  if (strength === 'weak') {
    if (value.length < 20 || bits < 3.4 || /^[0-9a-f-]+$/i.test(value)) return undefined;
    return { confidence: 'low', severity: 'medium' };
  }
  if (bits < 2.2) return undefined;
  if (value.length >= 16 && bits >= 3) return { confidence: 'medium', severity: 'high' };
  return { confidence: classes >= 3 ? 'medium' : 'low', severity: 'medium' };
}
