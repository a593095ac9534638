import { randomUUID } from 'node:crypto';
import type { TwinAnswer } from '../loopback-server.ts';
import type { StsError } from './sts-error.ts';

export type AnswerFormat = 'xml' | 'json';

/** A value of an answer: a text, a time, or a structure. */
export type AnswerValue = string | Date | { readonly [name: string]: AnswerValue };

/** XML unless the request accepts JSON, as the query protocol of AWS does. */
export function formatFor(accept: string | undefined): AnswerFormat {
  return accept?.includes('application/json') === true ? 'json' : 'xml';
}

export function renderAnswer(
  action: string,
  result: Readonly<Record<string, AnswerValue>>,
  format: AnswerFormat,
): TwinAnswer {
  const content = {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: randomUUID() },
  };
  return format === 'json'
    ? reply(200, format, toJson({ [`${action}Response`]: content }))
    : reply(
        200,
        format,
        toXml(`${action}Response`, content, ' xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'),
      );
}

export function renderError(error: StsError, format: AnswerFormat): TwinAnswer {
  const content = {
    Error: {
      Type: error.status >= 500 ? 'Receiver' : 'Sender',
      Code: error.code,
      Message: error.message,
    },
    RequestId: randomUUID(),
  };
  return format === 'json'
    ? reply(error.status, format, toJson(content))
    : reply(
        error.status,
        format,
        toXml('ErrorResponse', content, ' xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'),
      );
}

export function reply(status: number, format: AnswerFormat, body: string): TwinAnswer {
  const type = format === 'json' ? 'application/json' : 'text/xml';
  return { kind: 'answer', status, headers: { 'content-type': type }, body };
}

function toXml(name: string, value: AnswerValue, attributes = ''): string {
  const inner =
    typeof value === 'string'
      ? escapeXml(value)
      : value instanceof Date
        ? value.toISOString().replace(/\.\d+Z$/, 'Z')
        : Object.entries(value)
            .map(([child, content]) => toXml(child, content))
            .join('');
  return `<${name}${attributes}>${inner}</${name}>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Times are numbers of seconds in exponent notation, as AWS writes them: `1.7E9`. */
function toJson(value: AnswerValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return `${Math.floor(value.getTime() / 1000) / 1e9}E9`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`);
  return `{${members.join(',')}}`;
}
