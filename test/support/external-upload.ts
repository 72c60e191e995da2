import type { RunningService } from './running-service'
import { type UploadRequest, type UploadResponse, upload } from './upload'

/** The table of every import of this kind here, and how what is stored of it begins in project 1. */
const csv = 'patient,age\npatient1,63\npatient2,41\n'
export const storedPatient1 = 'patient,age\np1fk2kvfx54d3jyubndyt25wjmga,60-69\n'

const definitionWith = (identifier: string): string =>
  `<DatasetDefinition>${identifier}<Columns>
    <Column Name="patient" Type="text" Deidentify="pseudonymize"/>
    <Column Name="age" Type="integer" Deidentify="anonymize:numbergroup(10)"/>
  </Columns></DatasetDefinition>`

export const identifierOf = (uuid: string): string => `<CatalogueIdentifier Uuid="${uuid}"/>`

/** A small upload whose definition holds this identifier, an element or nothing. */
export const uploadWith = (
  { url }: RunningService,
  token: string,
  identifier: string,
  kind: NonNullable<UploadRequest['kind']> = 'external',
): Promise<UploadResponse> => upload({ url, token, kind, csv, definition: definitionWith(identifier) })

/** Where the dataset that bears a uuid is read. */
export const externalAddress = ({ url }: RunningService, uuid: string): string =>
  `${url}/-/dataset/external/${encodeURIComponent(uuid)}`
