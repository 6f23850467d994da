import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_CALLS, FUNCTION_CALLS } from '../faults/fault-cases.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Returns the calls of AWS that the code of a folder makes. */
function callsOf(folder: string): string[] {
  const code = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n');
  return [...new Set([...code.matchAll(/\bnew (\w+)Command\(/g)].map(([, call]) => String(call)))].sort();
}

// npm run test:faults checks that each call really happens
test.each(Object.entries(FUNCTION_CALLS))('the fault tests cover every call of the function %s', (folder, calls) => {
  // what functions share counts for each: lambda/kit/ has one call, which puts an email into the throttled queue
  const shared = folder === 'send-reminder' ? [] : callsOf('lambda/kit');
  expect([...new Set([...callsOf(`lambda/${folder}`), ...shared])].sort()).toEqual([...calls].sort());
});

test('the fault tests cover every function', () => {
  const folders = readdirSync(join(ROOT, 'lambda')).filter((folder) =>
    existsSync(join(ROOT, 'lambda', folder, 'handler.ts')),
  );
  expect(folders.sort()).toEqual(Object.keys(FUNCTION_CALLS).sort());
});

/** The calls that `carryCall` makes, which no SDK command names. The fault tests have no unhandled event, so nothing is invoked there. */
const CARRIED_CALLS = ['DescribePipe', 'GetAccountSettings', 'GetParameters', 'Invoke'];
const WITHOUT_FAULTS = ['Invoke'];

test('the fault tests cover every call of the command line', () => {
  const covered = [...new Set<string>(Object.values(COMMAND_CALLS).flat())];
  expect([...covered, ...WITHOUT_FAULTS].sort()).toEqual([...callsOf('client'), ...CARRIED_CALLS].sort());
});

test('the carried calls are all listed', () => {
  const code = readdirSync(join(ROOT, 'client', 'aws')).map((file) =>
    readFileSync(join(ROOT, 'client', 'aws', file), 'utf8'),
  );
  expect(code.join('\n').match(/await carryCall\(/g)).toHaveLength(CARRIED_CALLS.length);
});
