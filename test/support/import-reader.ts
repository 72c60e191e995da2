import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from '@swc/core'

/** One naming of a module. */
export interface Import {
  /** The file it stands in, below the root, without its ending: `domain/user`. */
  readonly from: string
  /** As it is written; `null` when it is computed, so that no one can read where it leads. */
  readonly specifier: string | null
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean
}

export interface SourceFile {
  /** Below the root, without its ending. */
  readonly file: string
  readonly source: string
}

/** Every TypeScript file below a folder. */
export const readTree = (root: string): readonly SourceFile[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => ({
      file: file.slice(0, -'.ts'.length).split(path.sep).join('/'),
      source: readFileSync(path.join(root, file), 'utf8'),
    }))

/** Everything that a file imports, in each of the ways in which TypeScript can say so. */
export function importsOf({ file, source }: SourceFile): readonly Import[] {
  const found: Import[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) visit(child)
    } else if (isNode(node)) {
      const named = namedModule(node)
      if (named !== null) found.push({ from: file, ...named })
      for (const child of Object.values(node)) visit(child)
    }
  }
  visit(parseSync(source, { syntax: 'typescript' }).body)
  return found
}

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

function namedModule(node: Node): Omit<Import, 'from'> | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      // An export of the file's own names has no source.
      return isNode(node.source)
        ? { specifier: textOf(node.source), typeOnly: node.typeOnly === true || namesTypesOnly(node) }
        : null
    case 'TsImportEqualsDeclaration':
      return isNode(node.moduleRef) && node.moduleRef.type === 'TsExternalModuleReference'
        ? { specifier: textOf(node.moduleRef.expression), typeOnly: node.isTypeOnly === true }
        : null
    case 'TsImportType':
      return { specifier: textOf(node.argument), typeOnly: true }
    case 'CallExpression':
      return loadsModule(node.callee) ? { specifier: firstArgument(node), typeOnly: false } : null
    default:
      return null
  }
}

/** `import { type A, type B } from`: every name is marked, and there is one at least. */
function namesTypesOnly({ specifiers }: Node): boolean {
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false
  return specifiers.every((specifier) => isNode(specifier) && specifier.isTypeOnly === true)
}

/** `import(…)`, `require(…)` and `require.resolve(…)`, which leads to what is loaded in another way. */
function loadsModule(callee: unknown): boolean {
  if (!isNode(callee)) return false
  if (callee.type === 'Import') return true
  if (callee.type === 'MemberExpression') return loadsModule(callee.object)
  return callee.type === 'Identifier' && callee.value === 'require'
}

function firstArgument({ arguments: given }: Node): string | null {
  const first: unknown = Array.isArray(given) ? given[0] : null
  return isNode(first) ? textOf(first.expression) : null
}

function textOf(node: unknown): string | null {
  if (!isNode(node)) return null
  return node.type === 'StringLiteral' && typeof node.value === 'string' ? node.value : null
}
