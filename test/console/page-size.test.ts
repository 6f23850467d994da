import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

test('the own files of the page are smaller than 150 kB together', () => {
  const folder = join(import.meta.dirname, '..', '..', 'console', 'page');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(folder, file)));
  const bytes = files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0);
  expect(files.length).toBeGreaterThan(10);
  expect(bytes).toBeLessThan(150_000);
});
