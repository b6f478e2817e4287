import { mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './setup-error.mjs';

const PATIENCE_MS = 15 * 60 * 1000;
const POLL_MS = 200;

/**
 * Runs `job` while no other process sets up the same checkout.
 * The lock is a folder with one file in it, named for its owner. It is moved into place with that file already inside,
 * which fails while another owner's is there, so a lock is never seen without an owner. The file of a process that
 * died is removed by its own name, so of two who find it neither can remove the lock that the other then takes.
 */
export async function withLock(root, job) {
  const lock = join(root, '.setup-lock');
  const owner = `${process.pid}@${hostname()}`;
  await acquire(lock, owner);
  try {
    return await job();
  } finally {
    rmSync(join(lock, owner), { force: true });
    removeIfEmpty(lock);
  }
}

async function acquire(lock, owner) {
  const giveUpAt = Date.now() + PATIENCE_MS;
  let told = false;
  while (!take(lock, owner)) {
    const holder = holderOf(lock);
    if (holder === undefined) continue;
    if (hasDied(holder)) {
      rmSync(join(lock, holder), { force: true });
      continue;
    }
    if (Date.now() > giveUpAt) {
      throw new SetupError(`${lock} is still held by ${holder}; if no set-up is running, remove that folder`);
    }
    if (!told) console.log(`setup: waiting for another set-up of this folder (process ${holder})`);
    told = true;
    await sleep(POLL_MS);
  }
}

function take(lock, owner) {
  if (holderOf(lock) !== undefined) return false;
  const mine = mkdtempSync(`${lock}-`);
  writeFileSync(join(mine, owner), '');
  removeIfEmpty(lock);
  try {
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true });
    if (isOccupied(error)) return false;
    throw error;
  }
}

function holderOf(lock) {
  try {
    return readdirSync(lock)[0];
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Only a process of this machine can be known to be dead. */
function hasDied(holder) {
  const [pid, host] = holder.split('@');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function removeIfEmpty(folder) {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (error.code !== 'ENOENT' && !isOccupied(error)) throw error;
  }
}

/** A folder with something in it answers differently by system; EPERM is how Windows says it of a rename. */
function isOccupied(error) {
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code);
}
