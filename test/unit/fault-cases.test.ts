import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_CALLS, FUNCTION_CALLS } from '../faults/fault-cases.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const codeIn = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n');

/** Returns the AWS operations that the code in a folder calls, itself or through its imports from `lambda/kit/`. */
function callsOf(folder: string): string[] {
  const own = codeIn(folder);
  const shared = [...own.matchAll(/from '[.][.]\/kit\/([\w-]+[.]ts)'/g)].map(([, file = '']) =>
    readFileSync(join(ROOT, 'lambda', 'kit', file), 'utf8'),
  );
  const code = [own, ...shared].join('\n');
  return [...new Set([...code.matchAll(/\bnew (\w+)Command\(/g)].map(([, call]) => String(call)))].sort();
}

// `npm run test:faults` checks that the code makes each of these calls
test.each(Object.entries(FUNCTION_CALLS).filter(([folder]) => folder !== 'http-api'))(
  'the fault tests cover every call of the function %s',
  (folder, calls) => {
    expect(callsOf(`lambda/${folder}`)).toEqual([...calls].sort());
  },
);

test('the function http-api makes no call without client/, and the fault tests cover calls that client/ makes', () => {
  expect(callsOf('lambda/http-api')).toEqual([]);
  expect([...callsOf('client'), ...CARRIED_CALLS]).toEqual(expect.arrayContaining([...FUNCTION_CALLS['http-api']]));
});

test('the fault tests cover every function', () => {
  const folders = readdirSync(join(ROOT, 'lambda')).filter((folder) =>
    existsSync(join(ROOT, 'lambda', folder, 'handler.ts')),
  );
  expect(folders.sort()).toEqual(Object.keys(FUNCTION_CALLS).sort());
});

/** The calls that `client/` makes without a `…Command` class of the SDK. `callsOf` cannot find them. */
const CARRIED_CALLS = [
  'CreateSchedule',
  'DeleteSchedule',
  'DescribePipe',
  'GetAccountSettings',
  'GetParameters',
  'GetSchedule',
  'GetScheduleGroup',
  'Invoke',
  'ListSchedules',
  'UpdateSchedule',
];

/** The calls for the pages of `remindme web`, which the fault tests do not cover. */
const UNTESTED = ['DescribeStateMachineForExecution'];

test('the fault tests cover every call that the command line makes', () => {
  const covered = [...new Set<string>([...Object.values(COMMAND_CALLS).flat(), ...UNTESTED])];
  expect(covered.sort()).toEqual([...callsOf('client'), ...CARRIED_CALLS].sort());
});

test('the carried calls are all listed', () => {
  const code = readdirSync(join(ROOT, 'client', 'aws')).map((file) =>
    readFileSync(join(ROOT, 'client', 'aws', file), 'utf8'),
  );
  expect(code.join('\n').match(/await (carryCall\(|this[.]answerTo\(|this[.]carrier[.]send\(\{)/g)).toHaveLength(
    CARRIED_CALLS.length,
  );
});
