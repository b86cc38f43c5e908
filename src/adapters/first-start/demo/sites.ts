import type { Language } from './stories';

export interface Place {
  /** Beginning of the ticket's title. */
  readonly name: string;
  readonly branch: string;
  readonly postalCode: string;
  readonly serialNumber: string;
}

export interface DemoContact {
  readonly key: string;
  readonly name: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

/** A customer and the people in charge of it, by key. */
export interface Site {
  readonly customer: string;
  readonly partner: string;
  readonly language: Language;
  readonly users: readonly string[];
  readonly contacts: readonly DemoContact[];
  readonly places: readonly Place[];
}

/** Name, branch, postal code, serial number. */
const place = (line: string): Place => {
  const [name = '', branch = '', postalCode = '', serialNumber = ''] = line.split(' | ');
  return { name, branch, postalCode, serialNumber };
};
const contact = (key: string, name: string, phone: string, email: string): DemoContact => ({
  ...{ key, name },
  phones: [phone],
  emails: email === '' ? [] : [email],
});

export const sites: readonly Site[] = [
  {
    customer: 'lighthouse',
    partner: 'harbour',
    language: 'en',
    users: ['ben', 'chloe', 'ada'],
    contacts: [
      contact('night-porter', 'Walter Finch', '+44 20 7946 0112', 'porter@lighthouse.example'),
      contact('housekeeping', 'Imani Brooks', '+44 20 7946 0118', ''),
      contact('spa', 'Nuala Byrne', '+353 1 555 0147', 'spa@lighthouse.example'),
    ],
    places: [
      place('Check-in kiosk 1, lobby | London Bankside | SE1 9PZ | KX3-20418'),
      place('Check-in kiosk 2, lobby | London Bankside | SE1 9PZ | KX3-20419'),
      place('Payment kiosk, car park | London Bankside | SE1 9PZ | PK1-77120'),
      place('Welcome screen, entrance | Dublin Quay | D02 X285 | WS8-11032'),
      place('Check-in kiosk, reception | Dublin Quay | D02 X285 | KX3-20544'),
      place('Info screen, conference level | Edinburgh Castle | EH1 2NG | WS8-11077'),
      place('Key encoder, night desk | Edinburgh Castle | EH1 2NG | KE2-00913'),
    ],
  },
  {
    customer: 'auenfels',
    partner: 'harbour',
    language: 'de',
    users: ['lukas', 'frieda', 'hannah'],
    contacts: [
      contact('hausmeister', 'Jürgen Pohl', '+49 9131 555 014', ''),
      contact('bad', 'Sabine Kurz', '+49 9131 555 027', 'bad@auenfels.example'),
    ],
    places: [
      place('Kassenautomat Hallenbad | Hallenbad | 91052 | PK1-78003'),
      place('Fahrkartenautomat Rathausplatz | Stadtverkehr | 91054 | TV4-30021'),
      place('Fahrkartenautomat Bahnhof, Gleis 2 | Stadtverkehr | 91052 | TV4-30022'),
      place('Parkautomat Schlossgarage | Parken | 91054 | PK1-78011'),
      place('Infostele Stadtbibliothek | Stadtbibliothek | 91054 | WS8-12210'),
      place('Wertstoffautomat Recyclinghof | Recyclinghof | 91056 | RV2-00418'),
    ],
  },
  {
    customer: 'saaristo',
    partner: 'saimaa',
    language: 'fi',
    users: ['kaisa', 'eero'],
    contacts: [
      contact('satama', 'Timo Aalto', '+358 40 555 0133', 'satama@saaristo.example'),
      contact('kahvila', 'Marjatta Lehto', '+358 50 555 0190', ''),
    ],
    places: [
      place('Lippuautomaatti 1, Turun terminaali | Turku | 20100 | TV4-31107'),
      place('Lippuautomaatti 2, Turun terminaali | Turku | 20100 | TV4-31108'),
      place('Lähtöselvitys, Naantalin laituri 3 | Naantali | 21100 | KX3-21080'),
      place('Infonäyttö, Nauvon satama | Nauvo | 21660 | WS8-12480'),
      place('Maksupääte, autokaista 4 | Naantali | 21100 | PK1-78150'),
    ],
  },
  {
    customer: 'kotikauppa',
    partner: 'saimaa',
    language: 'fi',
    users: ['ville', 'outi'],
    contacts: [
      contact('myymala', 'Johanna Salmi', '+358 44 555 0121', 'lappeenranta@kotikauppa.example'),
      contact('yovuoro', 'Antti Karvonen', '+358 40 555 0177', ''),
    ],
    places: [
      place('Itsepalvelukassa 3 | Lappeenranta keskusta | 53100 | SC5-40217'),
      place('Itsepalvelukassa 5 | Lappeenranta keskusta | 53100 | SC5-40219'),
      place('Pullonpalautus, takaseinä | Imatra Mansikkala | 55120 | RV2-00512'),
      place('Hintanäyttö, hedelmäosasto | Imatra Mansikkala | 55120 | WS8-12533'),
      place('Pakettiautomaatti, tuulikaappi | Mikkeli asema | 50100 | PL1-09087'),
    ],
  },
  {
    customer: 'marmara',
    partner: 'bogazici',
    language: 'tr',
    users: ['ayse', 'cem'],
    contacts: [
      contact('istasyon', 'Yusuf Karaca', '+90 212 555 01 44', 'kadikoy@marmara.example'),
      contact('gise', 'Melek Sarı', '+90 212 555 01 58', ''),
    ],
    places: [
      place('Bilet otomatı 2, Kadıköy | Kadıköy | 34710 | TV4-32001'),
      place('Bilet otomatı 4, Kadıköy | Kadıköy | 34710 | TV4-32003'),
      place('Dolum otomatı, Levent girişi | Levent | 34330 | TV4-32044'),
      place('Yolcu bilgi ekranı, Taksim peronu | Taksim | 34437 | WS8-13002'),
      place('Turnike 7 okuyucusu, Yenikapı | Yenikapı | 34134 | GR1-00733'),
    ],
  },
  {
    customer: 'ege',
    partner: 'bogazici',
    language: 'tr',
    users: ['gizem', 'deniz'],
    contacts: [
      contact('danisma', 'Hülya Öz', '+90 232 555 01 09', 'danisma@ege.example'),
      contact('eczane', 'Kerem Ateş', '+90 232 555 01 31', ''),
    ],
    places: [
      place('Sıramatik, poliklinik girişi | A Blok | 35100 | QP2-06110'),
      place('Hasta kayıt kiosku 1 | A Blok | 35100 | KX3-22004'),
      place('Hasta kayıt kiosku 3 | B Blok | 35100 | KX3-22006'),
      place('Ödeme kiosku, vezne | A Blok | 35100 | PK1-79020'),
      place('Çağrı ekranı, kan alma | B Blok | 35100 | WS8-13090'),
    ],
  },
];

/** A partner's people by role, by key. */
export interface Crew {
  readonly callCentre: string;
  readonly agent: string;
  readonly dispatcher: string;
  readonly manager: string;
  readonly checker: string;
  readonly technicians: readonly string[];
  readonly teams: readonly [string, string];
}

export const crews: Readonly<Record<string, Crew>> = {
  harbour: {
    ...{ callCentre: 'carl', agent: 'anja', dispatcher: 'dieter', manager: 'marie', checker: 'kofi' },
    ...{ technicians: ['tomas', 'tessa'], teams: ['Field service', 'Workshop'] },
  },
  saimaa: {
    ...{ callCentre: 'tiina', agent: 'jukka', dispatcher: 'riitta', manager: 'liisa', checker: 'veikko' },
    ...{ technicians: ['mikko', 'aino', 'pekka'], teams: ['Kenttähuolto', 'Verstas'] },
  },
  bogazici: {
    ...{ callCentre: 'defne', agent: 'emre', dispatcher: 'zeynep', manager: 'hakan', checker: 'nur' },
    ...{ technicians: ['burak', 'elif', 'ismail'], teams: ['Saha ekibi', 'Atölye'] },
  },
};
