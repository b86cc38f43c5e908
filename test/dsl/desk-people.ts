/** People of the demo whom the journeys send into the browser. */
export const people = {
  ben: 'ben@lighthouse.example',
  ada: 'ada@lighthouse.example',
  carl: 'carl@harbour.example',
  anja: 'anja@harbour.example',
  dieter: 'dieter@harbour.example',
  tomas: 'tomas@harbour.example',
  tessa: 'tessa@harbour.example',
  paula: 'paula@harbour.example',
  marie: 'marie@harbour.example',
  kofi: 'kofi@harbour.example',
  sven: 'sven@swiftbench.example',
  nora: 'nora@root.example',
  otto: 'otto@root.example',
  administrator: 'administrator@localhost',
  kaisa: 'kaisa@saaristo.example',
  gizem: 'gizem@ege.example',
  emre: 'emre@bogazici.example',
  zeynep: 'zeynep@bogazici.example',
  fatima: 'fatima@nordwind.example',
} as const;

/** A picture of the demo, as a file to attach. */
export const pictureFile = 'src/adapters/first-start/demo/pictures/black-screen.png';
