import type { BuiltInRoleName } from '../../domain/people/built-in-roles';
import type { OrganisationKind } from '../../domain/people/views';

export interface DemoPerson {
  /** Local part of the e-mail address, and part of the id. */
  readonly key: string;
  readonly name: string;
  readonly role: BuiltInRoleName;
  readonly team?: string;
}

export interface DemoOrganisation {
  /** Part of the ids and, with `.example`, of the addresses. */
  readonly key: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  /** Key of the parent. Null for the root. */
  readonly parent: string | null;
  readonly teams: readonly string[];
  readonly people: readonly DemoPerson[];
  /** Keys of its service providers. */
  readonly serviceProviders: readonly string[];
}

/** Teams of the root organisation. */
export const demoRootTeams = ['Head desk'] as const;
export const demoRootPeople: readonly DemoPerson[] = [
  { key: 'nora', name: 'Nora Lindqvist', role: 'agent', team: 'Head desk' },
  { key: 'otto', name: 'Otto Brandt', role: 'auditor' },
  { key: 'priya', name: 'Priya Raman', role: 'privacy officer' },
  { key: 'remy', name: 'Rémy Laurent', role: 'reporting' },
  { key: 'integration', name: 'Import and integration', role: 'integration' },
];

/** Demo companies, one of each kind, for all journeys of the README. Parents come first. */
export const demoOrganisations: readonly DemoOrganisation[] = [
  {
    key: 'nordwind',
    kind: 'distributor',
    name: 'Nordwind Distribution',
    parent: null,
    teams: ['Second line'],
    people: [
      { key: 'dana', name: 'Dana Whitfield', role: 'tenant admin' },
      { key: 'emil', name: 'Emil Sørensen', role: 'manager', team: 'Second line' },
      { key: 'fatima', name: 'Fatima Haddad', role: 'agent', team: 'Second line' },
      { key: 'georg', name: 'Georg Kessler', role: 'technician', team: 'Second line' },
    ],
    serviceProviders: [],
  },
  {
    key: 'harbour',
    kind: 'partner',
    name: 'Harbour Service Partners',
    parent: 'nordwind',
    teams: ['Field service', 'Workshop'],
    people: [
      { key: 'paula', name: 'Paula Ortega', role: 'tenant admin' },
      { key: 'carl', name: 'Carl Nyström', role: 'call centre' },
      { key: 'anja', name: 'Anja Vogel', role: 'agent', team: 'Field service' },
      { key: 'dieter', name: 'Dieter Maas', role: 'dispatcher' },
      { key: 'tomas', name: 'Tomáš Dvořák', role: 'technician', team: 'Field service' },
      { key: 'tessa', name: 'Tessa Okafor', role: 'technician', team: 'Workshop' },
      { key: 'marie', name: 'Marie Fontaine', role: 'manager' },
      { key: 'kofi', name: 'Kofi Mensah', role: 'checker' },
      { key: 'petra', name: 'Petra Novak', role: 'payments clerk' },
    ],
    serviceProviders: ['swiftbench'],
  },
  {
    key: 'lighthouse',
    kind: 'customer',
    name: 'Lighthouse Hotels',
    parent: 'harbour',
    teams: ['Facilities'],
    people: [
      { key: 'ada', name: 'Ada Marsh', role: 'customer admin' },
      { key: 'ben', name: 'Ben Calder', role: 'customer user', team: 'Facilities' },
      { key: 'chloe', name: 'Chloé Dupont', role: 'customer user', team: 'Facilities' },
    ],
    serviceProviders: [],
  },
  {
    key: 'swiftbench',
    kind: 'serviceProvider',
    name: 'Swift Bench Repairs',
    parent: 'harbour',
    teams: ['Bench'],
    people: [
      { key: 'sven', name: 'Sven Aalto', role: 'manager' },
      { key: 'lucia', name: 'Lucía Romero', role: 'technician', team: 'Bench' },
    ],
    serviceProviders: [],
  },
];
