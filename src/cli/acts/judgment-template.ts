import { isJsonObject } from '../../../events/json.ts';
import type { FrameworkShown } from '../framework-seen.ts';
import { UsageError } from '../usage-error.ts';
import type { JsonObject } from './taken.ts';

/** Members that say something to whoever fills the file in, and nothing to the ledger. */
const note = (name: string): string => `_${name}`;

/** A judgment to fill in: every criterion in its order, with what may be found on it. */
export function judgmentTemplate(
  { hash, definition }: Pick<FrameworkShown, 'hash' | 'definition'>,
  judged: { readonly seat: string | null; readonly version: number },
): JsonObject {
  const { key, version, title: framework, scales: all, criteria } = definition;
  const scales = new Map(all.map(({ scale, findings }) => [scale, findings.map(({ finding }) => finding)]));
  return {
    [note('how')]:
      'Fill in what is empty. What begins with _ is for you alone, and is left out. With the position block add "concern": {"criterion", "concern", "resolvedIf"}.',
    [note('framework')]: `${framework}, ${key}@${version}`,
    seat: judged.seat ?? '',
    version: judged.version,
    criteria: hash,
    position: '',
    [note('positions')]: 'support, no-objection, reservation, block, abstain',
    findings: criteria.map(({ criterion, kind, title, scale }) => ({
      criterion,
      finding: '',
      reasons: '',
      [note('asks')]: `${title} (${kind})`,
      [note('one of')]: (scales.get(scale) ?? []).join(', '),
    })),
    reasons: { summary: '' },
  };
}

/**
 * A filled-in template as the command takes it: notes are left out, reasons beside a finding go where they belong, and
 * texts that stayed empty were not given. @throws UsageError for a finding that is missing still
 */
export function judgmentOf(file: JsonObject): JsonObject {
  const { findings, reasons, seat, ...rest } = withoutNotes(file);
  if (!Array.isArray(findings)) return file;
  const perFinding: Record<string, string> = {};
  const found = findings.map((each) => {
    if (!isJsonObject(each)) return each;
    const { reasons: why, ...finding } = withoutNotes(each);
    if (finding['finding'] === '')
      throw new UsageError('findings', `nothing is found on ${String(finding['criterion'])} yet`);
    if (typeof why === 'string' && why !== '') perFinding[String(finding['criterion'])] = why;
    return finding;
  });
  const given = isJsonObject(reasons) ? withoutNotes(reasons) : {};
  const said = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ''));
  const parts = isJsonObject(said['perFinding']) ? said['perFinding'] : {};
  const each = { ...perFinding, ...parts };
  const whole = { ...said, ...(Object.keys(each).length === 0 ? {} : { perFinding: each }) };
  return {
    ...rest,
    ...(seat === undefined || seat === '' ? {} : { seat }),
    findings: found,
    ...(Object.keys(whole).length === 0 ? {} : { reasons: whole }),
  };
}

const withoutNotes = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !name.startsWith('_')));
