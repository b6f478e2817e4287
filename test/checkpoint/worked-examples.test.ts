import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { baseFiles, type WorkedExample, workedExamples } from './worked-examples.ts';

/** What an example may use besides the exports of the base. */
const helpers = {
  hex: (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex'),
  utf8: (text: string): Uint8Array => Buffer.from(text),
  refusal: (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      if (isLedgerError(error)) return error.code;
      throw error;
    }
    return 'nothing was refused';
  },
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function scope(): Promise<Record<string, unknown>> {
  const modules = await Promise.all(
    baseFiles().map((file): Promise<object> => import(`../../${file.replace(/\.ts$/, '.js')}`)),
  );
  return Object.assign({ ...helpers }, ...modules);
}

/** Runs the code of an example; what each line that names a value gave, beside what it says. */
async function run({ text, code }: WorkedExample): Promise<{ said: string[]; given: string[] }> {
  const said: string[] = [];
  const given: string[] = [];
  const lines = code.map((line) => {
    const [, expression, value] = /^(?!const )(.+?) \/\/ (.+)$/.exec(line) ?? [];
    if (value === undefined) return `${line};`;
    said.push(value);
    return `give(${expression});`;
  });
  const names = { ...(await scope()), example: text, give: (value: unknown) => given.push(shown(value)) };
  const body: unknown = compileFunction(
    `return (async () => {\n${lines.join('\n')}\n})()`,
    Object.keys(names),
  );
  if (typeof body !== 'function') throw new TypeError('a function was compiled');
  await body(...Object.values(names));
  return { said, given };
}

describe('the examples in the comments of the trusted base', () => {
  for (const file of baseFiles()) {
    it(`are there and say what the code does: ${file}`, async () => {
      const examples = workedExamples(file);
      const outcomes = await Promise.all(examples.map(run));
      expect(outcomes.map(({ given }) => given)).to.deep.equal(outcomes.map(({ said }) => said));
      expect(outcomes.flatMap(({ said }) => said)).to.not.be.empty;
    });
  }
});
