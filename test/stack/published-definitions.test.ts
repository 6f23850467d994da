import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { publishedDefinitions } from '../../scripts/templates/published-definitions.ts';

/** Checks that the files in docs/definitions/ are the definitions that the app deploys. */

const definitions = publishedDefinitions().map(({ path, json }) => [relative(process.cwd(), path), json] as const);

test("there is a file for each of the deck's state machines", () => {
  expect(definitions.map(([path]) => path)).toEqual([
    'docs/definitions/remindme-sns.asl.json',
    'docs/definitions/remindme-lambda.asl.json',
    'docs/definitions/remindme-stack-creator.asl.json',
  ]);
});

test.each(definitions)('%s is up to date', (path, json) => {
  if (readFileSync(path, 'utf8') !== json) {
    throw new Error(`${path} is not what the app deploys now: run npm run definitions and commit what it writes.`);
  }
});

test.each(definitions)('%s holds placeholders instead of accounts and generated names', (_, json) => {
  expect(json).not.toMatch(/111122223333|eu-central-1/);
  expect([...json.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^[A-Z][A-Za-z]+(Arn|Url)$/)]),
  );
});
