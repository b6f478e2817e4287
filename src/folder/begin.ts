import { randomBytes, randomUUID } from 'node:crypto';
import { foundingId } from '../../events/derived-ids.ts';
import type { FrameworkDefinition } from '../../events/framework.ts';
import type { Role } from '../../events/ids.ts';
import type { Asked } from '../commands/catalogue.ts';
import { specOf } from '../commands/parse.ts';
import { streamOf } from '../handle/command.ts';
import type { Handler } from '../handle/handle.ts';
import { foundingOf } from './founding.ts';

/** What a new ledger is told about itself. */
export interface Beginnings {
  /** The log's name in checkpoints. */
  readonly origin: string;
  /** Its verifier key. */
  readonly logKey: string;
  readonly administratorName: string;
  readonly registrarName: string;
  readonly operatorName: string;
  /** The framework that it starts with. */
  readonly framework: FrameworkDefinition;
}

/** Roles that the operator's program holds: the desk, never a seat, a decision or a count. */
const operatorRoles: readonly Role[] = ['registrar', 'submitter', 'secretary', 'steward'];

interface Step {
  readonly name: string;
  readonly by: string;
  readonly asked: Asked;
  readonly subject?: string;
}

/**
 * Opens the ledger and registers those it begins with, through the same door as everything after. Goes on where an
 * earlier, interrupted beginning stopped. @throws LedgerError as the handler
 */
export async function begin(handler: Handler, beginnings: Beginnings): Promise<{ readonly ledger: string }> {
  const opened = await handler.opening.event();
  const ledger = opened?.data.ledger ?? randomUUID();
  const did = async (step: Step): Promise<string> => {
    const id = foundingId(ledger, step.name);
    const subject = step.subject ?? '';
    const history = await handler.history(streamOf(specOf(step.asked.name).stream, subject));
    const event = history.recordingOf(id)?.events[0];
    if (event !== undefined) return event.id;
    const accepted = await handler.handle({
      id,
      asked: step.asked,
      subject,
      actor: step.by,
      via: 'operator',
    });
    return accepted.events[0]?.id ?? '';
  };
  const { administrator, registrar, operator } = foundingOf(ledger);
  const { origin, logKey, framework } = beginnings;
  await did({
    name: 'open',
    by: registrar,
    asked: { name: 'open-ledger', data: { ledger, origin, logKey, administrator, registrar } },
  });
  const person = (id: string, name: string, kind: 'human' | 'service'): Asked => ({
    name: 'register-person',
    data: { person: id, kind, name, secret: randomBytes(32).toString('base64url') },
  });
  const names = beginnings;
  await did({ name: 'registrar', by: administrator, asked: person(registrar, names.registrarName, 'human') });
  await did({
    name: 'administrator',
    by: registrar,
    asked: person(administrator, names.administratorName, 'human'),
  });
  await did({
    name: 'registrar-role',
    by: administrator,
    asked: { name: 'grant-role', data: { person: registrar, role: 'registrar' } },
  });
  await did({
    name: 'administrator-role',
    by: registrar,
    asked: { name: 'grant-role', data: { person: administrator, role: 'administrator' } },
  });
  await did({ name: 'operator', by: registrar, asked: person(operator, names.operatorName, 'service') });
  for (const role of operatorRoles) {
    const proposal = await did({
      name: `propose-${role}`,
      by: registrar,
      asked: { name: 'propose-role', data: { person: operator, role, change: 'grant' } },
    });
    await did({
      name: `grant-${role}`,
      by: administrator,
      asked: { name: 'grant-role', data: { person: operator, role, proposal } },
    });
  }
  const summary = `${framework.title}, version ${framework.version}`;
  const subject = framework.key;
  const proposal = await did({
    name: `propose-${framework.key}@${framework.version}`,
    by: operator,
    subject,
    asked: { name: 'propose-framework', data: { definition: framework, summary } },
  });
  await did({
    name: `publish-${framework.key}@${framework.version}`,
    by: registrar,
    subject,
    asked: { name: 'publish-framework', data: { definition: framework, proposal } },
  });
  return { ledger };
}
