import type { vi } from './vi.ts';

export const en: typeof vi & Record<'title_one' | 'forAll_one', string> = {
  title_one: 'One thing needs your answer',
  title_other: '{{count}} things need your answer',
  lead: 'Nothing is booked yet.',
  missing: 'Choose one.',
  forAll_one: 'One answer for one question:',
  forAll_other: 'One answer for {{count}} questions:',
  unknown: 'Question {{code}} needs a newer version of this page: reload it and send again.',
  countedSince: {
    text:
      '{{item}}: count {{code}} of {{day}} found {{counted}}. Was this document included '
      + 'when it was counted?',
    included: 'It was: keep what was counted',
    notIncluded: 'It was not: the books become {{book}}',
    allIncluded: 'All were included',
    noneIncluded: 'None was included',
  },
  stockMoved: {
    text:
      '{{item}}: the books said {{seen}} when you looked and say {{book}} now. Was it '
      + 'counted before or after the goods moved?',
    before: 'Before: write {{counted}}',
    after: 'After: write {{counted}}',
  },
  priceJump: {
    text:
      '{{item}}: import price {{price}}, {{before}} before, {{percent}}% apart (more than '
      + '{{allowed}}%).',
    right: 'This price is right',
    allRight: 'All prices are right',
  },
  duplicate: {
    row: 'Row {{row}}',
    text: '{{other}} is there already, with the same {{same}}.',
    hidden: 'There is one with the same {{same}} already that you may not see.',
    same: {
      name: 'name and territory',
      phone: 'phone',
      tax_code: 'tax code',
      reference: 'bank reference',
      supplier_document: 'document of the supplier',
    },
    other: {
      agency: 'This is another agency, save it',
      payment: 'This is another payment, record it',
      receipt: 'This is another delivery, record it',
    },
    allOther: 'None is there already',
  },
  similarName: {
    text: '{{what}} “{{written}}” ({{rows}} rows) is unknown; “{{name}}” differs in accents only.',
    unit: 'Unit',
    supplier: 'Supplier',
    agency_type: 'Type',
    district: 'Territory',
    right: '“{{name}}” is meant',
    allRight: 'All names are meant so',
  },
  priceChanged: {
    text: 'Prices have changed since the agency asked: the total of {{before}} becomes {{after}}.',
    accept: 'Confirm at the new prices, {{total}}',
    keep: 'Keep the prices of the request, {{total}}',
  },
};
