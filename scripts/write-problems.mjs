// Writes docs/problems.md from the table of problems and the description of the API.
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const { problemsPage } = createRequire(import.meta.url)('../dist/interfaces/http/openapi/problems-page.js')
await writeFile(new URL('../docs/problems.md', import.meta.url), problemsPage())
