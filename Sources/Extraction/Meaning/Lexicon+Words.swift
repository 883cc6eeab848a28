extension Lexicon {
    /// A class of words a line: the word it goes by, then its forms in English, German, French, Spanish, Italian,
    /// Dutch, Portuguese, Polish and Scandinavian languages, folded; `_` joins forms of several words.
    static let table = """
        invoice: bill rechnung rechn rg re facture fact factura fattura fatt factuur fatura faktura fakturanr rek beleg
        creditnote: credit_note rechnungskorrektur korrekturrechnung stornorechnung storno gutschrift credit_memo avoir nota_de_credito nota_di_credito nota_credito creditnota creditfactuur abono
        receipt: quittung bon kassenbon recu ticket recibo ricevuta scontrino kvittering kvitto paragon bonnr
        statement: kontoauszug auszug releve extracto estratto_conto estratto rekeningafschrift afschrift
        quote: quotation offer angebot offerte devis presupuesto preventivo oferta kostenvoranschlag
        number: no nr num nummer numero nro nbr # numer nummern nrs
        id: identifier identification kennung ident kennzeichen identifikation identifiant identificacion identificativo identnr idnr kennziffer identifikations identifizierungs
        code: kode codice codigo
        key: schlussel
        date: dated datum fecha dato dat tag
        issued: issue issuing ausgestellt ausstellung ausstellungs emission emis emision emitido emessa emissione uitgegeven wystawienia utstedt
        due: fallig falligkeit falligkeits falligkeitstermin echeance vencimiento vence scadenza vervaldag vervaldatum verval forfallsdato forfall vencimento termin_platnosci zahlungsziel zahlungstermin
        payby: payable_by pay_by payable_until pay_until remit_until remit_by zahlbar_bis zu_zahlen_bis payment_by payment_before zahlbar_bis_zum zahlung_bis betalen_voor pay_before a_payer_avant a_regler_avant da_pagare_entro pagar_antes te_betalen_voor
        delivery: deliver delivered shipping shipped ship shipment supply lieferung liefer lieferdatum livraison entrega consegna levering leverings versand expedition envio spedizione dispatch leverdatum
        performance: service leistung leistungs prestation servicio servizio prestacion prestazione dienst verrichting
        period: zeitraum periode periodo abrechnungszeitraum term laufzeit
        start: from begin beginning von ab du desde dal begin_datum inicio inizio vanaf beginn anfang opened
        end: until to bis au hasta ending ende fin fine einde tot closed expiry expires expiration
        order: purchase_order po bestellung bestell auftrag auftrags commande pedido ordine bestelling order_no ordre besteld bestel zamowienie encomenda orden
        customer: client kunde kunden debitor debitoren cliente klant klanten klient kund kundennr acct
        supplier: vendor lieferant lieferanten kreditor fournisseur proveedor fornitore leverancier fornecedor leverandor
        seller: verkaufer vendeur vendedor venditore verkoper emetteur emisor absender sender rechnungssteller rechnungsaussteller issuer merchant shop store payee biller handler from_company leistungserbringer zahlungsempfanger
        buyer: kaufer kauferin acheteur comprador acquirente koper bill_to billed_to invoice_to sold_to empfanger recipient rechnungsempfanger leistungsempfanger destinataire destinatario ontvanger facture_a facturer_a invoiced_to factuur_aan rechnung_an facturado_a facturar_a payer debtor auftraggeber adressat
        shipto: ship_to deliver_to delivered_to lieferadresse lieferanschrift livre_a enviar_a spedire_a
        name: nom nombre nome naam navn imie namn bezeichnung_name
        company: firma entreprise societe empresa azienda bedrijf business organisation organization unternehmen gesellschaft
        person: contact ansprechpartner kontakt interlocuteur contacto contatto contactpersoon bearbeiter sachbearbeiter
        address: adresse anschrift direccion indirizzo adres domicilio endereco
        street: strasse str rue calle via straat
        city: ort stadt town ville ciudad citta plaats stad poblacion wohnort
        postcode: zip postal_code zip_code plz postleitzahl code_postal codigo_postal cap post_code
        country: land pays pais paese
        vat: ust mwst mehrwertsteuer umsatzsteuer tva iva btw moms podatek pdv umst sales_tax gst mws
        tax: steuer steuern taxes impot impuesto impuestos imposta belasting taxe imposto
        vatid: vat_id vat_number vat_no vat_reg vat_reg_no vat_registration_number vatin ustid ustidnr uid uid_nr uid_nummer ust_id ust_id_nr ust_idnr umsatzsteuer_id umsatzsteuer_identifikationsnummer partita_iva p_iva piva tva_intracommunautaire no_tva numero_tva numero_de_tva tva_intra btw_nummer btw_nr btw_id btw_identificatienummer btwnummer nif cif nif_iva cvr nip mwst_nr mwst_nummer vat_code vat_identification_number vat_identifier
        taxnumber: tax_number tax_no tax_id tin ein steuernummer steuer_nr steuernr st_nr stnr codice_fiscale siret siren fiscal_number tax_identification_number cod_fiscale
        registration: register handelsregister handelsregisternummer registernummer hrb hra rcs kvk company_number registered
        total: sum summe gesamt gesamtsumme totale totaal totaux totali suma insgesamt endsumme razem somme totals totalsum
        grand: grand general generale generaal end endbetrag_ overall final
        subtotal: sub_total zwischensumme sous_total subtotale subtotaal subtotalen warenwert sottototale sub_totaal
        net: netto nett ht neto excl excluding exclusive_of ohne hors sin senza before zzgl exkl netto_ hors_taxe hors_taxes netto_wert excl_btw ex
        gross: brutto ttc bruto lordo incl including inclusive inkl inklusive einschl toutes_taxes_comprises con ivato lorda compris
        amount: betrag betrage montant importe importo bedrag belop belopp kwota summe_ valor wert value
        basis: base imponible imponibile bemessungsgrundlage base_imponible base_imponibile grundlage basisbetrag grondslag taxable besteuerungsgrundlage steuerbasis steuerpflichtig assiette
        payable: zahlbetrag zu_zahlen zahlbar a_payer pagar a_pagar da_pagare te_betalen owed owing outstanding offen offener restbetrag rest reste_a_payer net_a_payer amount_due balance_due total_due due_amount att_betala zu_zahlender zu_uberweisender uberweisungsbetrag uberweisen forderung forderungsbetrag nachzahlung saldo_a_pagar faellig_betrag remaining betalen do_zaplaty restant
        paid: prepaid prepayment prepayments deposit anzahlung anzahlungen vorauszahlung vorauszahlungen acompte acomptes anticipo acconto aanbetaling advance geleistete received bezahlt gezahlt erhaltene regle payments_received already_paid paye pagado pagato betaald abschlag_zahlung abschlagszahlung vorkasse abschlagszahlungen
        allowance: allowances discount discounts rabatt rabatte nachlass nachlasse abschlag abschlage remise descuento sconto korting skonto ermassigung desconto reduction remises
        charge: charges surcharge surcharges fee fees zuschlag zuschlage gebuhr gebuhren frais recargo spese toeslag versandkosten lieferkosten
        freight: porto postage fracht shipping_cost shipping_costs shipping_charges
        rounding: rundung arrondi redondeo arrotondamento afronding
        currency: wahrung devise moneda valuta munt moeda
        iban: iban_nr
        bic: swift bic_code swift_code bic_swift swift_bic
        bank: banque banco banca kreditinstitut geldinstitut bankname bankverbindung sparkasse_
        account: konto compte cuenta conto rekening kto
        holder: inhaber titulaire titular intestatario owner
        reference: ref referenz verwendungszweck referencia riferimento referentie zeichen kenmerk betalingskenmerk kennzeichen_ aktenzeichen geschaftszeichen zahlungsreferenz
        payment: zahlung zahlungs paiement reglement pago pagamento betaling bezahlung zahlart
        terms: bedingungen conditions condiciones condizioni voorwaarden konditionen
        method: zahlungsart zahlweise zahlungsweise mode moyen metodo modo wijze type_of art_der
        email: e_mail mail courriel correo electronic_mail e_post
        phone: tel telephone telefon telefono telefoon fon fono mobile mobil handy rufnummer telefonnummer tlf
        fax: telefax
        website: web url homepage internet site www
        contract: vertrag vertrags contrat contrato contratto police policy versicherungsschein vertragsnummer vsnr
        project: projekt projet proyecto progetto project_nr
        customerref: your_reference ihr_zeichen votre_reference su_referencia
        position: pos item_no line_no line_number positie posten zeile lfd lfd_nr ligne_no rang
        line: position_ ligne linea riga regel
        item: items artikel_position articles_
        article: artikel art sku product_code item_number ean gtin articolo articulo artikelnr artnr part produktnummer
        description: bezeichnung beschreibung designation libelle descripcion concepto descrizione omschrijving leistung_ text buchungstext beskrivelse details particulars artikelbezeichnung opis descricao causale vorgang betreff_ wording narrative
        product: produkt produit producto prodotto goods ware
        quantity: qty menge anzahl quantite qte cantidad cant quantita qta aantal antal mg ilosc quantidade hours_ stuck_ std_
        unit: einheit unite unidad unita eenheid einh me uom eh
        price: preis prix precio prezzo prijs pris cena preco
        unitprice: unit_price einzelpreis prix_unitaire precio_unitario prezzo_unitario stuckpreis stukprijs price_each e_preis ep nettopreis einzel_preis pu p_u eenheidsprijs stk_preis preis_pro_einheit rate_per_hour unit_cost enhetspris
        rate: satz taux tipo aliquota tarief percentage prozent prozentsatz % pct percent stawka
        warehouse: lager
        opening: alter old anfangs anfang_ initial inicial iniziale begin_ previous vorheriger letzter ancien
        closing: neuer new endsaldo_ nuevo nuovo nouveau actual current aktueller
        balance: saldo solde kontostand stand_
        debit: soll belastung belastungen lastschrift cargo addebito dare debe af withdrawal withdrawals money_out paid_out ausgabe ausgaben
        credit: haben gutschriften abono_ accredito avere haber bij deposits money_in paid_in eingang einnahmen
        transaction: txn trans transactie_ buchung buchungs operation movimiento movimento transactie umsatz umsatze buchungsdatum_
        valuedate: value_date wertstellung wert_ date_de_valeur fecha_valor valutadatum valuta_
        birth: birthday geburt geburts naissance nacimiento nascita geboorte dob
        firstname: first_name given_name vorname prenom nombre_de_pila voornaam forename
        lastname: last_name surname family_name nachname familienname apellido apellidos cognome achternaam nom_de_famille
        employee: mitarbeiter arbeitnehmer employe empleado dipendente werknemer personal
        employer: arbeitgeber employeur empleador datore_di_lavoro werkgever
        patient: patientin paciente paziente
        doctor: arzt medecin medico physician
        insurance: versicherung assurance seguro assicurazione verzekering
        member: mitglied membre miembro socio lid
        time: zeit uhrzeit heure hora ora tijd
        cash: bar especes efectivo contanti contant
        change: ruckgeld monnaie cambio resto wisselgeld
        tip: trinkgeld pourboire propina mancia fooi
        subject: betreff objet asunto oggetto onderwerp titel title titre titulo titolo
        note: notes remark remarks bemerkung bemerkungen comment comments anmerkung hinweis commentaire notas nota_ opmerking memo
        weight: gewicht poids peso
        volume: volumen
        tracking: sendungsnummer suivi seguimiento
        salary: gehalt lohn salaire salario stipendio salaris wage
        signature: unterschrift firma_ handtekening
        status: stand
        report: bericht rapport informe relazione verslag
        confirmation: bestatigung confirmacion conferma bevestiging
        form: formular formulaire formulario modulo formulier
        agreement: vereinbarung accord acuerdo accordo overeenkomst
        certificate: bescheinigung zertifikat certificat certificado certificato
        application: antrag demande solicitud domanda aanvraag
        summary: zusammenfassung ubersicht resume resumen riepilogo overzicht
        category: kategorie categorie categoria art_
        type: typ
        document: dokument document_ documento belegnr
        """

    /// Words that say nothing in a label.
    static let fillers: Set<String> = [
        "the", "of", "a", "an", "your", "our", "for", "in", "on", "at", "and", "is", "be", "by", "with", "this", "that",
        "der", "die", "das", "des", "dem", "den", "fur", "ihre", "ihr", "unsere", "unser", "ihrer", "unserer", "und",
        "am", "im", "vom", "zum", "zur", "sie", "bitte", "de", "la", "le", "les", "des", "du", "d", "l", "votre",
        "notre", "vos", "nos", "et", "en", "el", "los", "las", "del", "su", "nuestro", "y", "il", "lo", "gli", "di",
        "della", "dello", "delle", "dei", "vostro", "nostro", "e", "het", "van", "voor", "uw", "onze", "een", "do",
        "da", "o", "as", "os", "nuestra", "please", "s", "which", "are", "was", "has", "per", "par", "por",
    ]
}
