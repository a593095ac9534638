import { describe, expect, test } from '@jest/globals';
import {
  allRules,
  createScanner,
  finishScan,
  judgeScan,
  readConfig,
  rules,
  toSarif,
} from '@sallyport/leak-engine';
import { Ajv } from 'ajv';
import { provideSarifSchema } from '../../peers/sarif-schema.ts';
import { base64 } from './corpus/encoders.ts';
import { createRandom } from './random.ts';

const peer = await provideSarifSchema();
const whenThere = 'missing' in peer ? describe.skip : describe;

function sarifOf(text: string): unknown {
  const scanner = createScanner({ rules, now: 0, clock: () => 0 });
  scanner.write(Buffer.from(text, 'latin1'));
  const source = { name: '1_build.txt', job: { name: 'build' } };
  const result = finishScan([{ source, parts: [scanner.end()] }], 'key');
  const config = readConfig(undefined, new Set(allRules.map((rule) => rule.id)));
  const judged = judgeScan(result, [], { config, baseline: new Set(), failOn: 'high', now: 0 });
  return JSON.parse(
    JSON.stringify(toSarif(judged, { version: '0.1.0', informationUri: 'https://example.org' })),
  );
}

const leaks = rules.flatMap((rule) =>
  rule.kind === 'token' ? [rule.examples.leaks[0]?.(createRandom(3)) ?? ''] : [],
);

whenThere(`SARIF as OASIS describes it${'missing' in peer ? `: ${peer.missing}` : ''}`, () => {
  const schema = 'schema' in peer ? peer.schema : {};
  const validate = new Ajv({
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
    allErrors: true,
  }).compile(schema);

  test.each([
    ['nothing found', 'a line of a log\n'],
    ['one finding of every kind', leaks.join('\n')],
    ['findings in base64', leaks.map((leak) => base64(base64(`a ${leak}`))).join('\n\n')],
  ])('%s', (_, text) => {
    validate(sarifOf(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('a result without a message is refused', () => {
    const sarif = sarifOf(leaks.join('\n')) as { runs: [{ results: { message?: unknown }[] }] };
    delete sarif.runs[0].results[0]?.message;
    expect(validate(sarif)).toBe(false);
  });
});
