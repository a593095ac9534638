import { failure, plainText } from '@sallyport/errors';
import { isJsonObject, parseJson } from '@sallyport/vault-client';
import { normalizeAsVaultAction } from './names.ts';
import { plainEntry, type SecretEntry } from './secret-entry.ts';

/**
 * vault-action's `pki` input: `path {"common_name": …} ;`. JSON texts may hold `;`, so each entry ends at the `;` after
 * its object.
 * @throws CodedError `secrets/syntax`
 */
export function parsePki(text: string): SecretEntry[] {
  const entries: SecretEntry[] = [];
  const mistake = (at: number, what: string): Error => {
    const before = text.slice(0, at).split('\n');
    return failure('secrets/syntax', {
      what: `The input \`pki\`, line ${before.length}, column ${before.at(-1)!.length + 1}: ${what}`,
    });
  };
  for (let at = 0; at < text.length;) {
    const blank = /[\s;]*/y;
    blank.lastIndex = at;
    at += blank.exec(text)![0].length;
    if (at >= text.length) break;
    const match = /(\S+)[ \t]+((?:"(?:[^"\\]|\\.)*"|[^;"])+)/y;
    match.lastIndex = at;
    const [whole = '', path = '', json = ''] = match.exec(text) ?? [];
    if (whole === '') throw mistake(at, 'A path and a JSON object are expected, as in `pki/issue/role {…}`.');
    const body = readObject(json);
    if (body === undefined) throw mistake(at + whole.indexOf(json), 'This is no JSON object.');
    const name = path.split('/').at(-1) ?? '';
    entries.push({
      ...plainEntry,
      place: `certificate for \`${plainText(path)}\``,
      path,
      pick: { kind: 'certificate' },
      as: normalizeAsVaultAction(name, false),
      naming: 'vault-action',
      method: 'POST',
      body,
    });
    at += whole.length;
  }
  return entries;
}

function readObject(json: string) {
  try {
    const value = parseJson(json.trim());
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
