import { memoryIdentity } from '../../src/identity/sqlite.ts';
import { identityContract } from './contract.ts';

identityContract('memory', async (now) => memoryIdentity(now));
