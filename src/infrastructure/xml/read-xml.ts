import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import type { ReadXml } from '../../application/ports/definition-reader'
import type { XmlElement } from '../../domain/deidentification/xml-tree'
import { decodeUtf8 } from './decode-utf8'

/** saxes resolves namespaces in time that is quadratic in the depth. */
export const maxDepth = 64
/** Elements and attributes together: each takes many times the memory that its shortest spelling does. */
export const maxNodes = 200_000

export const readXml: ReadXml = (bytes) => {
  const decoded = decodeUtf8(bytes)
  if (decoded.outcome === 'invalid') {
    return { outcome: 'malformed', detail: `The definition is not valid UTF-8 on line ${decoded.line}.` }
  }
  try {
    return { outcome: 'read', root: parse(decoded.text) }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { outcome: 'malformed', detail: `The definition ${error.message} on line ${error.line}.` }
  }
}

/** Leaves the parser at the first fault, which saxes itself would go on after. */
class Malformed extends Error {
  constructor(
    what: string,
    readonly line: number,
  ) {
    super(what)
  }
}

type OpenElement = Omit<XmlElement, 'children' | 'text'> & { readonly children: XmlElement[]; text: string }

function parse(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true })
  const open: OpenElement[] = []
  const tabs = new Set<string>()
  let root: XmlElement | null = null
  let nodes = 0

  const fail = (what: string): never => {
    throw new Malformed(what, parser.line)
  }
  const count = (): void => {
    nodes += 1
    if (nodes > maxNodes) fail(`holds more than ${maxNodes} elements and attributes`)
  }

  parser.on('error', (error) => fail(faultOf(error)))
  parser.on('doctype', () => fail('has a DOCTYPE'))
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') fail('declares another version of XML than 1.0')
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) fail('declares another encoding than UTF-8')
  })
  parser.on('opentagstart', () => {
    count()
    if (open.length >= maxDepth) fail(`is more than ${maxDepth} elements deep`)
  })
  parser.on('attribute', ({ name }) => {
    count()
    if (isLoneTab(text, parser.position)) tabs.add(name)
  })
  parser.on('opentag', (tag) => {
    const element = elementOf(tag, tabs)
    tabs.clear()
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const append = (data: string): void => {
    const element = open.at(-1)
    if (element !== undefined) element.text += data
  }
  parser.on('text', append)
  parser.on('cdata', append)
  parser.write(text).close()
  return root ?? fail('holds no element')
}

/**
 * XML hands every tab in an attribute over as a space. A value that is nothing but a tab was meant: it is a
 * delimiter, and `Delimiter` takes a tab as well as `\t`. `end` is behind the closing quote.
 */
function isLoneTab(text: string, end: number): boolean {
  const quotedValue = text.slice(end - 3, end)
  return quotedValue === '"\t"' || quotedValue === "'\t'"
}

const elementOf = (tag: SaxesTagNS, tabs: ReadonlySet<string>): OpenElement => ({
  name: tag.local,
  namespace: tag.uri,
  attributes: Object.values(tag.attributes).map(({ name, value }: SaxesAttributeNS) => ({
    name,
    value: tabs.has(name) ? '\t' : value,
  })),
  children: [],
  text: '',
})

/** saxes' messages quote the document; these say as much as can be said without. */
function faultOf({ message }: Error): string {
  if (message.includes('duplicate attribute')) return 'has the same attribute twice in one element'
  if (message.includes('unbound namespace prefix')) return 'uses a namespace prefix that is not declared'
  if (message.includes('undefined entity')) return 'uses an entity that XML does not predefine'
  if (message.includes('unclosed tag') || message.includes('unexpected end'))
    return 'ends before an element is closed'
  if (message.includes('unmatched closing tag') || message.includes('unexpected close tag'))
    return 'closes an element that is not the open one'
  return 'is not well-formed XML'
}
