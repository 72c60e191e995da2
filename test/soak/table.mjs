export const definition = `<DatasetDefinition>
  <Columns>
    <Column Name="patient" Type="text" Deidentify="pseudonymize"/>
    <Column Name="name" Type="text" Deidentify="drop"/>
    <Column Name="age" Type="integer" Deidentify="anonymize:numbergroup(10)"/>
    <Column Name="seen" Type="date"/>
    <Column Name="weight" Type="numeric"/>
    <Column Name="note" Type="text" Deidentify="anonymize:prefix(8)"/>
  </Columns>
</DatasetDefinition>`

const header = 'patient,name,age,seen,weight,note\n'
const rowsAPiece = 60

/** At least so many bytes of a table in which every patient is another one. */
export function* tableOf(bytes) {
  yield Buffer.from(header)
  let row = 0
  for (let written = header.length; written < bytes; ) {
    let text = ''
    for (let n = 0; n < rowsAPiece; n++, row++) text += rowOf(row)
    const piece = Buffer.from(text)
    written += piece.length
    yield piece
  }
}

const note = 'Seen for the third time this year, without complaints; to be seen again in six months. '.repeat(
  3,
)

const rowOf = (row) =>
  `patient-${row},"Doe, J. ${row % 997}",${row % 90},20${10 + (row % 20)}-0${1 + (row % 9)}-1${row % 10},${50 + (row % 60)}.${row % 10},"${row % 13} ${note}"\n`
