// Run by `npm ci`: builds where the compiler is installed, and leaves a production install
// (`npm ci --omit=dev`) with the `dist` it came with.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const compiler = new URL('../node_modules/typescript/bin/tsc', import.meta.url)
if (existsSync(compiler)) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
