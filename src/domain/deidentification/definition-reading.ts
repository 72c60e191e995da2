import { readCatalogueIdentifier } from './catalogue-identifier-reading'
import { checkColumns } from './column-rules'
import { readColumns } from './columns-reading'
import type { CatalogueIdentifier, DefinedColumn, Definition, DefinitionProblem } from './definition'
import {
  type Attributes,
  quoted,
  type Reading,
  read,
  readAttributes,
  readChild,
  refused,
} from './definition-elements'
import type { Dialect } from './dialect'
import { readFormat } from './format-reading'
import { readIgnoredParts } from './ignored-parts'
import type { XmlElement } from './xml-tree'

export type DefinitionReading =
  | { readonly outcome: 'read'; readonly definition: Definition }
  | { readonly outcome: 'refused'; readonly problem: DefinitionProblem }

const ddfNamespace = 'http://aridhia-mgrid.com/ddf/2'

/** A table definition from its XML (manual, chapter 7), with every rule that it must keep by itself. */
export function readDefinition(root: XmlElement): DefinitionReading {
  const head = readHead(root)
  if (head.outcome === 'refused') return head
  const dialect = readDialect(root)
  if (dialect.outcome === 'refused') return dialect
  const columns = readTable(root, dialect.value)
  if (columns.outcome === 'refused') return columns
  const ignored = readIgnoredParts(root)
  if (ignored.outcome === 'refused') return ignored

  const definition = {
    ...head.value,
    dialect: dialect.value,
    columns: columns.value,
    ignored: ignored.value,
  }
  return { outcome: 'read', definition }
}

type Head = Pick<Definition, 'title' | 'tableName' | 'catalogueIdentifier'>

function readHead(root: XmlElement): Reading<Head> {
  if (root.name !== 'DatasetDefinition') {
    return refused(`The root element is ${quoted(root.name)}; it must be DatasetDefinition.`)
  }
  if (root.namespace !== '' && root.namespace !== ddfNamespace) {
    return refused(
      `The namespace is ${quoted(root.namespace)}; it must be absent or ${quoted(ddfNamespace)}.`,
    )
  }
  const attributes = readAttributes(root)
  if (attributes.outcome === 'refused') return attributes
  const unsupported = unsupportedAction(attributes.value)
  if (unsupported !== null) return refused(unsupported)

  const title = readChild(root, 'Title')
  if (title.outcome === 'refused') return title
  const catalogueIdentifier = readIdentifier(root)
  if (catalogueIdentifier.outcome === 'refused') return catalogueIdentifier
  for (const name of ['Success', 'Fail']) {
    const child = readChild(root, name)
    if (child.outcome === 'refused') return child
  }
  return read({
    title: title.value?.text.trim() || null,
    tableName: attributes.value.get('TableName') || null,
    catalogueIdentifier: catalogueIdentifier.value,
  })
}

function unsupportedAction(attributes: Attributes): string | null {
  const action = attributes.get('Action') ?? 'create'
  if (action === 'create') return null
  return action === 'append'
    ? 'Action "append" is not supported: a dataset is imported whole, with "create".'
    : `Action ${quoted(action)} is unknown; allowed is "create".`
}

function readIdentifier(root: XmlElement): Reading<CatalogueIdentifier> {
  const element = readChild(root, 'CatalogueIdentifier')
  if (element.outcome === 'refused') return element
  return element.value === null ? read({ status: 'absent' }) : readCatalogueIdentifier(element.value)
}

function readDialect(root: XmlElement): Reading<Dialect> {
  const format = readChild(root, 'Format')
  if (format.outcome === 'refused') return format
  if (format.value === null) return readFormat(new Map())
  const attributes = readAttributes(format.value)
  return attributes.outcome === 'refused' ? attributes : readFormat(attributes.value)
}

function readTable(root: XmlElement, dialect: Dialect): Reading<readonly DefinedColumn[]> {
  const element = readChild(root, 'Columns')
  if (element.outcome === 'refused') return element
  if (element.value === null) return refused('DatasetDefinition holds no Columns.')
  const columns = readColumns(element.value)
  return columns.outcome === 'refused' ? columns : checkColumns(columns.value, dialect)
}
