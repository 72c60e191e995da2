// Writes the table of the configuration into docs/operations.md, from the variables that the service decodes.
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const page = new URL('../docs/operations.md', import.meta.url)
const { variablesTable } = createRequire(import.meta.url)(
  '../dist/infrastructure/composition/variables-table.js',
)

const table = /(?<=<!-- variables: [^>]* -->\n\n).*(?=<!-- end of variables -->)/s
await writeFile(
  page,
  (await readFile(page, 'utf8')).replace(table, () => `${variablesTable()}\n\n`),
)
