import { columnAttributes } from './columns-reading'
import { clipped, isXmlsOwn, type Reading, read, refused } from './definition-elements'
import type { XmlElement } from './xml-tree'

/** An element whose attributes and children of these names have an effect. */
interface Effective {
  readonly attributes: readonly string[]
  readonly children: ReadonlyMap<string, Effective>
}

const leaf: Effective = { attributes: [], children: new Map() }

const datasetDefinition: Effective = {
  attributes: ['TableName', 'Action'],
  children: new Map([
    ['Title', leaf],
    ['CatalogueIdentifier', { attributes: ['Uuid'], children: new Map([['Uuid', leaf]]) }],
    [
      'Format',
      {
        attributes: [
          'Delimiter',
          'TextQualifier',
          'NullQualifier',
          'Encoding',
          'Header',
          'HeaderCase',
          'DateFormat',
        ],
        children: new Map(),
      },
    ],
    [
      'Columns',
      {
        attributes: [],
        children: new Map([['Column', { attributes: columnAttributes, children: new Map() }]]),
      },
    ],
  ]),
}

/** They are recorded and answered, so that a definition must not fill a history with them. */
const mostIgnored = 100

/**
 * The parts that are accepted and have no effect, each once, in document order, as paths below the root:
 * `@Version`, `Format/@CopyToFile`, `Success`. An element of another namespace than the root's is told with it,
 * as `{urn:x}Note`.
 */
export function readIgnoredParts(root: XmlElement): Reading<readonly string[]> {
  const ignored = new Set<string>()
  collect(root, datasetDefinition, '', root.namespace, ignored)
  return ignored.size > mostIgnored
    ? refused(`More than ${mostIgnored} different elements and attributes are unknown.`)
    : read([...ignored])
}

function collect(
  element: XmlElement,
  effective: Effective,
  path: string,
  namespace: string,
  ignored: Set<string>,
): void {
  for (const { name } of element.attributes) {
    if (!isXmlsOwn(name) && !effective.attributes.includes(name)) ignored.add(`${path}@${clipped(name)}`)
  }
  for (const child of element.children) {
    const own = child.namespace === namespace
    const known = own ? effective.children.get(child.name) : undefined
    const name = own ? child.name : `{${clipped(child.namespace)}}${child.name}`
    if (known === undefined) ignored.add(`${path}${clipped(name)}`)
    else collect(child, known, `${path}${child.name}/`, namespace, ignored)
  }
}
