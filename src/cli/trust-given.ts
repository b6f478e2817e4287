import { policyOfKeys } from '../checkpoint/believed-checkpoint.ts';
import type { Policy } from '../checkpoint/policy.ts';
import { mostPolicyBytes, parsePolicy } from '../checkpoint/policy-file.ts';
import type { Context } from './context.ts';
import { bytesIn, textIn } from './data-file.ts';
import type { Given } from './given.ts';

/**
 * Whom the caller believes; null where they name no log. With both options the keys stand in the place of the policy's
 * logs. @throws UsageError, LedgerError `key-refused`, `policy-invalid`
 */
export async function trustGiven(context: Context, given: Given): Promise<Policy | null> {
  const keys = await keysGiven(context, given.text('vkey'));
  const file = given.text('policy');
  const policy =
    file === undefined ? keys : parsePolicy(await bytesIn(context, file, '--policy', mostPolicyBytes + 1));
  const { logs } = keys.logs.length > 0 ? keys : policy;
  return logs.length === 0 ? null : { ...policy, logs };
}

async function keysGiven(context: Context, vkey: string | undefined): Promise<Policy> {
  if (vkey === undefined) return policyOfKeys();
  if (/\+[0-9a-f]{8}\+/.test(vkey)) return policyOfKeys(vkey);
  const lines = (await textIn(context, vkey, '--vkey', mostPolicyBytes)).split('\n');
  return policyOfKeys(...lines.filter((line) => line.trim() !== ''));
}
