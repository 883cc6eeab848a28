extension Concept {
    /// The names of the concepts of a whole document, in words of the lexicon's classes; documents print the same
    /// before a value. Those after `;` are names of fields alone: too common to be trusted as a label.
    static let documentNames = """
        invoice_number: invoice number | invoice id | number invoice | document number | creditnote number | receipt number | invoice reference | quote number | invoice code | statement number | invoice document number ; number | id | invoice | reference number | BT 1
        issue_date: invoice date | issue date | date issued | issued | document date | creditnote date | receipt date | statement date | date invoice issued | date | quote date | invoice issue date ; dated | BT 2
        due_date: due date | date due | due | payby | payment due | payment due date | payment date | payby date | due invoice date | payment end | payment target | invoice due date | payable end ; deadline | BT 9
        delivery_date: delivery date | performance date | delivery performance date | date delivery performance | delivery | date performance ; BT 72
        delivery_note_number: delivery note number | delivery number | delivery note | despatch advice | delivery document number ; BT 16
        period_start: period start | start date | billing start | performance start | period performance start | statement period start | date start ; start | period start date | BT 73
        period_end: period end | end date | billing end | performance end | period performance end | statement period end | date end ; end | period end date | BT 74
        document_type: document type | type document | invoice type ; type | type code | BT 3
        order_number: order number | order reference | number order | order id | customer order number | order | customer order | buyer order number ; BT 13
        order_date: order date | date order
        contract_number: contract number | contract id | contract reference | insurance contract number | insurance number | contract ; BT 12
        project_number: project number | project reference | project | project id ; BT 11
        customer_number: customer number | customer id | customer code | customer reference number | buyer number | customer account number | buyer id | member number | customer ; BT 46
        supplier_number: supplier number | supplier id | supplier code | seller number | seller id ; BT 29
        buyer_reference: buyer reference | customer reference | customerref | leitweg id | routing id ; BT 10
        payment_terms: payment terms | terms payment | terms ; BT 20
        payment_method: payment method | method payment | payment type | payment means | method
        note: note | invoice note ; comments | BT 22
        currency: currency | currency code | invoice currency | document currency | currency invoice ; iso currency | BT 5
        seller_vat_id: vatid | vat id | vat number | id vat | vat registration number | vat id number | vat reg number | vat identifier ; BT 31
        seller_tax_number: taxnumber | tax number | tax id number | fiscal number ; BT 32
        line_total: subtotal | line total | total line | total net line | line net total | total line net | item total | article total | total item | total position | position total | product total | line amount total | total line amount | sum net amount line | goods total | product subtotal ; sum of lines | subtotal net | total before discount | BT 106
        allowances: total allowance | allowance total | total amount allowance | allowance amount | allowance ; total discounts | discount amount | discount total | BT 107
        charges: total charge | charge total | total amount charge | charge amount | freight | delivery charge ; charges | shipping cost | shipping | delivery | delivery charge amount | BT 108
        tax_basis_total: net total | net amount | total net | total net vat | total net tax | invoice total net vat | invoice total net | tax basis | basis amount | amount net | total amount net | tax basis total | total amount net vat | total amount net tax | net amount total | net | net invoice amount | basis | taxable amount | taxable total | amount taxable | invoice amount net | basis vat | basis total | net value | amount basis ; taxable basis | net sum | total excl | BT 109
        tax_total: total vat | vat amount | vat | total tax | tax amount | tax | vat total | tax total | total amount vat | total vat amount | amount vat | total tax amount | vat sum | plus vat | zuzugl vat | zzgl vat | sale tax | total sale tax | vat total amount ; vat tax amount | BT 110
        tax_rate: vat rate | tax rate | rate vat | rate tax | vat percentage | sale tax rate
        grand_total: grand total | total gross | gross total | gross amount | total amount | invoice total | invoice amount | total | gross | total gross vat | total gross tax | invoice total gross | invoice total gross vat | amount gross | grand total gross | total invoice amount | grand amount | total amount gross | amount total gross vat | total invoice | total gross vat amount | order total | contract total | grand total gross vat | gross invoice amount | total order ; amount | amount total | sum | total price | price total | BT 112
        prepaid: paid | paid amount | amount paid | total paid | payment paid | paid total | already paid | payment credit | cash paid ; deposit | paid payment | BT 113
        rounding: rounding | rounding amount ; BT 114
        due_payable: payable | payable amount | amount payable | total payable | amount due | total due | due amount | balance due | balance payable | net payable | payable total | gross payable | due payable | amount due payable | invoice amount payable | total amount payable | total amount due | open amount | amount transfer | amount debit ; remaining amount | outstanding balance | open balance | BT 115
        opening_balance: opening balance | balance opening | previous balance | start balance | balance start | balance brought forward | brought forward | balance forward
        closing_balance: closing balance | balance closing | end balance | balance end | new balance | grand balance | current balance | balance carried forward ; ending balance | balance
        iban: iban | account iban | iban number | iban account ; bank account iban | BT 84
        bic: bic | bic code | swift | bank bic | bic bank ; BT 86
        bank_name: bank | bank name | name bank ; bank account name
        account_holder: account holder | account name | holder | name account holder | holder account ; BT 85
        account_number: account number | bank account number | bank account | account ; account no | account id
        payment_reference: payment reference | reference payment | reference | remittance information | payment id ; remittance | BT 83
        lines: line | item | line item | invoice line | position | article | product | invoice item | order line | goods | order item | purchased item | entry | product item | line position | performance | invoice position | receipt item | BG 25
        taxes: vat | tax | vat breakdown | tax breakdown | vat line | tax line | tax rate | vat rate | tax subtotal | tax summary | vat summary | tax detail | vat detail | BG 23
        transactions: transaction | account transaction | movement | statement line | entry | bank transaction | booking | statement | transaction line | payment
        email: email | email address | address email | contact email
        phone: phone | phone number | number phone | contact phone | contact phone number
        website: website | website address
        time: time
        """

    /// The names of what is said of a party, after the party's name or within its object.
    static let partyNames = """
        name: name | company name | company | legal name | full name | trading name | official name | person name
        address: address | full address | postal address | address line
        street: street | street address | address street | address line 1 | street name | street number | address 1 | address line1
        postcode: postcode | address postcode
        city: city | address city
        country: country | address country | country code | address country code
        vat_id: vatid | vat id | vat number | id vat | vat id number | vat | tax id vat | vat registration number | vat code | vat identifier | tax vat | vat reg number | vatid number
        tax_number: taxnumber | tax number | tax id | tax registration number | fiscal number | tax id number
        registration: registration | registration number | company number | commercial registration number | registration id
        email: email | email address | contact email
        phone: phone | phone number | contact phone
        contact: person | person name | contact name | contact person
        website: website
        number: number | id | customer number | account number | supplier number
        reference: reference
        """

    /// The names of what stands in a line of goods.
    static let lineNames = """
        line_position: position | position number | line number | line position | number | line | line id | item position | # | row | row number | sequence
        line_article_number: article number | article | article code | product number | item number | product code | item code | article id | product id | code | customer article number | supplier article number | product article | item article number
        line_description: description | name | product | item | item name | item description | article description | product name | product description | performance | article name | goods | description performance | description article | text | product performance | title | position description | description goods | what | goods description | line | subject
        line_note: note | line note
        line_quantity: quantity | quantity unit | amount quantity | number unit | quantity delivery | invoice quantity | billed quantity | hour | quantity billed | pieces | order quantity
        line_unit: unit | unit measure | quantity unit code | unit code | measure
        line_unit_price: unitprice | price | unit price | price unit | unit price net | price net | net price | unitprice net | item price | unit net price | net unitprice | single price | price item | price unit net | unit cost | cost | rate hour | hourly rate | unit amount | price piece
        line_discount: allowance | allowance amount | allowance percentage | allowance rate | discount rate
        line_tax_rate: vat | vat rate | tax rate | tax | rate vat | rate tax | vat percentage | rate | vat %
        line_tax_amount: vat amount | tax amount | amount vat | amount tax | tax total | vat total
        line_net_amount: total | amount | net amount | line total | total net | net total | amount net | total price | price total | line amount | subtotal | net | item total | line net amount | line total net | total amount | value | amount total | net value | position total | extended price | sum | total price net | net line amount | price net total
        line_gross_amount: gross amount | gross | total gross | gross total | amount gross | price gross | line gross amount | price gross total
        line_date: date | performance date | delivery date | date performance
        """

    /// The names of what stands in a line of taxes.
    static let taxNames = """
        tax_line_category: category | type | tax category | vat category | type category | category code | tax type | name | code
        tax_line_rate: rate | vat rate | tax rate | percentage | vat | tax | rate vat | vat percentage | tax percentage
        tax_line_basis: basis | tax basis | net amount | net | basis amount | taxable amount | net total | vat basis | amount net | total net | taxable | goods value | taxable net
        tax_line_amount: tax amount | vat amount | amount | amount vat | tax total | vat total | vat | tax | amount tax | total vat | total tax
        """

    /// The names of what stands in a line of a statement of account.
    static let transactionNames = """
        transaction_date: date | transaction date | booking date | date transaction | posting date | post date | entry date | date operation | transaction
        transaction_value_date: valuedate | value date | date value | amount date
        transaction_text: description | transaction description | text | detail | reference | description transaction | note | purpose | payment reference | narrative | counterparty | transaction text | payee | merchant | name | customer | subject
        transaction_amount: amount | total | transaction amount | net amount | value | amount transaction | sum
        transaction_debit: debit | debit amount | paid | amount debit
        transaction_credit: credit | credit amount | amount credit | creditnote
        transaction_balance: balance | running balance | balance after | closing balance | account balance | balance amount | balance account
        """
}
